// SPDX-License-Identifier: Apache-2.0
#include "engine/data/byte_stream.h"
#include "engine/data/formats.h"
#include "engine/store/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <matio.h>

namespace winnow::data {

namespace fs = std::filesystem;

namespace {

struct MatCloser {
    void operator()(mat_t* file) const { Mat_Close(file); }
    void operator()(matvar_t* variable) const { Mat_VarFree(variable); }
};
using MatFile = std::unique_ptr<mat_t, MatCloser>;
using MatVariable = std::unique_ptr<matvar_t, MatCloser>;

/// matio prints by itself, and ends the process on an error, unless it is given somewhere to write.
void silence(int, char*) {}

std::uint64_t bytesOf(const matvar_t& variable) {
    std::uint64_t elements = 1;
    for (int d = 0; d < variable.rank; ++d) {
        if (variable.dims[d] != 0 && elements > (std::uint64_t{1} << 40) / variable.dims[d])
            return ~std::uint64_t{0};
        elements *= variable.dims[d];
    }
    return elements * std::max<std::uint64_t>(1, Mat_SizeOfClass(variable.class_type));
}

/// A variable with its numbers; the size it claims is held against the file's before they are read.
MatVariable variableOf(mat_t* file, const char* name, const fs::path& path) {
    MatVariable info(Mat_VarReadInfo(file, name));
    if (!info)
        throw badInput(
            fmt::format("{} holds no variable '{}'; SVHN's files hold X (images) and y (labels)",
                        displayed(path),
                        name));
    if (info->isComplex || bytesOf(*info) > fs::file_size(path) * kLargestInflation)
        throw badInput(fmt::format(
            "{}: variable '{}' claims more numbers than the file can hold", displayed(path), name));
    info.reset();
    Mat_Rewind(file);
    MatVariable read(Mat_VarRead(file, name));
    if (!read || !read->data || read->nbytes < bytesOf(*read))
        throw badInput(fmt::format(
            "{} is damaged or cut short: variable '{}' cannot be read", displayed(path), name));
    return read;
}

/// Pixels as the file has them: X[H, W, 3, N] with the first index running fastest.
struct SvhnSplit {
    fs::path path;
    std::int64_t height = 0, width = 0, count = 0;
    MatVariable images;
    std::vector<std::int64_t> labels;
};

/// y is 1 to 10, where 10 is the digit 0.
std::vector<std::int64_t> digitsOf(const matvar_t& y, const fs::path& path) {
    const bool bytes = y.class_type == MAT_C_UINT8, doubles = y.class_type == MAT_C_DOUBLE;
    if (!bytes && !doubles)
        throw badInput(displayed(path) + ": the labels 'y' are neither uint8 nor double");
    const std::size_t count = bytesOf(y) / (bytes ? 1 : 8);
    std::vector<std::int64_t> digits(count);
    for (std::size_t i = 0; i < count; ++i) {
        const double label = bytes ? static_cast<const std::uint8_t*>(y.data)[i]
                                   : static_cast<const double*>(y.data)[i];
        if (!(label >= 0 && label <= 10) || label != std::floor(label))
            throw badInput(
                fmt::format("{}: label {} of sample {} is out of range; SVHN's are 1 to 10",
                            displayed(path),
                            label,
                            i));
        digits[i] = static_cast<std::int64_t>(label) % 10;
    }
    return digits;
}

SvhnSplit readSplit(const fs::path& path) {
    Mat_LogInitFunc("winnow", silence);
    const MatFile file(Mat_Open(path.c_str(), MAT_ACC_RDONLY));
    if (!file) throw badInput(displayed(path) + " is no MATLAB file that can be read");
    SvhnSplit split;
    split.path = path;
    split.labels = digitsOf(*variableOf(file.get(), "y", path), path);
    Mat_Rewind(file.get());
    split.images = variableOf(file.get(), "X", path);
    const matvar_t& x = *split.images;
    if (x.class_type != MAT_C_UINT8 || x.rank < 3 || x.rank > 4 || x.dims[2] != 3 ||
        x.dims[0] < 1 || x.dims[1] < 1)
        throw badInput(displayed(path) + ": the images 'X' are not uint8 [H, W, 3, N]");
    split.height = static_cast<std::int64_t>(x.dims[0]);
    split.width = static_cast<std::int64_t>(x.dims[1]);
    split.count = x.rank == 4 ? static_cast<std::int64_t>(x.dims[3]) : 1;
    if (split.count != static_cast<std::int64_t>(split.labels.size()))
        throw badInput(fmt::format("{} holds {} images, but {} labels",
                                   displayed(path),
                                   split.count,
                                   split.labels.size()));
    return split;
}

class SvhnSource final : public Source {
public:
    SvhnSource(const fs::path& path, SvhnSplit train, std::optional<SvhnSplit> test)
        : m_train(std::move(train)), m_test(std::move(test)) {
        m_facts.format = Format::Svhn;
        m_facts.path = path;
        m_facts.name = path.filename().string();
        m_facts.geometry = {3, m_train.height, m_train.width};
        if (m_train.labels.empty()) throw badInput(displayed(m_train.path) + " holds no samples");
        for (int digit = 0; digit < 10; ++digit)
            m_facts.classNames.push_back(std::to_string(digit));
        m_facts.train.labels = m_train.labels;
        if (!m_test) return;
        if (m_test->height != m_train.height || m_test->width != m_train.width)
            throw badInput(displayed(m_test->path) +
                           " holds test images of another size than the training images");
        m_facts.test = SourceSplit{m_test->labels, {}};
    }

    void read(SplitKind split,
              std::span<const std::int64_t> rows,
              const ImageSink& sink,
              const jobs::JobContext& job) override {
        const auto* pixels = static_cast<const std::uint8_t*>(
            (split == SplitKind::Train ? m_train : *m_test).images->data);
        const Geometry g = m_facts.geometry;
        Image image(g);
        for (std::size_t place = 0; place < rows.size(); ++place) {
            if (place % 1024 == 0) job.throwIfCancelled();
            const std::uint8_t* from = pixels + static_cast<std::size_t>(rows[place]) * g.size();
            for (std::int64_t c = 0; c < 3; ++c)
                for (std::int64_t x = 0; x < g.width; ++x)
                    for (std::int64_t y = 0; y < g.height; ++y)
                        image.pixels[static_cast<std::size_t>((c * g.height + y) * g.width + x)] =
                            *from++;
            sink(place, image.view());
        }
    }

private:
    SvhnSplit m_train;
    std::optional<SvhnSplit> m_test;
};

}  // namespace

std::unique_ptr<Source> openSvhn(const fs::path& path) {
    if (!fs::is_directory(path))
        return std::make_unique<SvhnSource>(path, readSplit(path), std::nullopt);
    const auto named = [&](std::string_view start) -> std::optional<fs::path> {
        std::vector<fs::path> found;
        for (const auto& entry : fs::directory_iterator(path))
            if (entry.path().extension() == ".mat" &&
                entry.path().filename().string().starts_with(start))
                found.push_back(entry.path());
        if (found.empty()) return std::nullopt;
        return *std::min_element(found.begin(), found.end());
    };
    const auto train = named("train"), test = named("test");
    if (!train) throw badInput(displayed(path) + " holds no train_32x32.mat");
    std::optional<SvhnSplit> testSplit;
    if (test) testSplit = readSplit(*test);
    return std::make_unique<SvhnSource>(path, readSplit(*train), std::move(testSplit));
}

}  // namespace winnow::data

// SPDX-License-Identifier: Apache-2.0
// Forgetting and its prediction against the definition written down slowly: every sample's whole
// Jacobian, every product by loops.
#include "engine/models/device.h"
#include "engine/store/error.h"
#include "engine/train/fitter.h"
#include "engine/train/forgetting.h"
#include "tests/engine/train/toy_set.h"

#include <QtTest>
#include <torch/torch.h>

#include <cmath>
#include <numeric>

using namespace winnow;
using train::EventMode;
using train::Predictor;
using train::Update;

namespace {

using Tensors = std::vector<at::Tensor>;
using Row = std::vector<double>;

train::TrainOptions trainOptions(double rate, double momentum, double decay, std::int64_t batch) {
    train::TrainOptions options;
    options.batch = batch;
    options.learningRate = rate;
    options.optimizer.momentum = momentum;
    options.optimizer.weightDecay = decay;
    options.seed = 9;
    return options;
}

std::vector<std::int64_t> allOf(const train::ImageSource& source) {
    std::vector<std::int64_t> samples(static_cast<std::size_t>(source.size()));
    std::iota(samples.begin(), samples.end(), std::int64_t{0});
    return samples;
}

std::int64_t largest(const Row& row) { return std::ranges::max_element(row) - row.begin(); }

/// Algorithm 2 for plain networks in float64, by hand.
class Slow {
public:
    Slow(models::Network& network,
         const train::ImageSource& source,
         const train::TrainOptions& options,
         const train::ForgettingOptions& forgetting)
        : m_network(network), m_source(source), m_options(options), m_forgetting(forgetting) {
        for (at::Tensor& parameter : m_parameters = network.parameters())
            parameter.requires_grad_(true);
        for (const at::Tensor& parameter : m_parameters)
            m_momentum.push_back(at::zeros_like(parameter));
    }

    std::vector<train::ForgettingEvent> events;
    std::vector<stats::Confusion> counts;  // [P, T]

    void run() {
        const auto batches = allBatches();
        const std::int64_t iterations = m_forgetting.iterations;
        counts.resize(std::size_t(3 * iterations));
        step(batches[0]);
        for (std::int64_t t = 0; t < iterations; ++t) {
            const auto& last = batches[std::size_t(t)];
            const auto& next = batches[std::size_t(t) + 1];
            std::vector<Row> logits, jacobian;  // of last: [i] K, [i] K P
            for (const std::int64_t i : last) {
                logits.push_back(logitsOf(i));
                jacobian.push_back(jacobianOf(i));
            }
            const Row before = flatWeights();
            std::vector<Row> directions{pushOf(next, true), pushOf(next, false)};
            step(next);
            Row displacement = flatWeights();
            for (std::size_t p = 0; p < displacement.size(); ++p) displacement[p] -= before[p];
            directions.push_back(displacement);
            for (std::size_t i = 0; i < last.size(); ++i)
                judge(t, last[i], logits[i], jacobian[i], directions);
        }
    }

private:
    [[nodiscard]] std::vector<std::vector<std::int64_t>> allBatches() const {
        std::vector<std::vector<std::int64_t>> batches;
        for (std::int64_t epoch = 0; std::ssize(batches) <= m_forgetting.iterations; ++epoch) {
            const auto order = train::epochOrder(allOf(m_source), m_options.seed, epoch);
            for (std::size_t begin = 0; begin < order.size(); begin += std::size_t(m_options.batch))
                batches.emplace_back(
                    order.begin() + std::ptrdiff_t(begin),
                    order.begin() + std::ptrdiff_t(std::min(order.size(),
                                                            begin + std::size_t(m_options.batch))));
        }
        return batches;
    }
    [[nodiscard]] at::Tensor graphOf(std::int64_t sample) const {
        at::Tensor image = at::empty({1, 1, m_source.height, m_source.width}, at::kDouble);
        const auto pixels = m_source.pixels.subspan(std::size_t(sample * m_source.imageSize()));
        for (std::int64_t p = 0; p < m_source.imageSize(); ++p)
            image.data_ptr<double>()[p] =
                (pixels[std::size_t(p)] / 255.0 - m_source.mean[0]) / m_source.deviation[0];
        return m_network.logits(image, models::Mode::Evaluation)[0];
    }
    [[nodiscard]] Row logitsOf(std::int64_t sample) const {
        const at::Tensor z = graphOf(sample);
        return {z.const_data_ptr<double>(), z.const_data_ptr<double>() + z.numel()};
    }
    [[nodiscard]] Row jacobianOf(std::int64_t sample) const {
        const at::Tensor z = graphOf(sample);
        Row rows;
        for (std::int64_t k = 0; k < z.numel(); ++k)
            for (const at::Tensor& part :
                 torch::autograd::grad({z[k]}, m_parameters, {}, /*retain_graph=*/true)) {
                const at::Tensor flat = part.contiguous();
                rows.insert(rows.end(),
                            flat.const_data_ptr<double>(),
                            flat.const_data_ptr<double>() + flat.numel());
            }
        return rows;
    }
    [[nodiscard]] Row flatWeights() const {
        Row all;
        for (const at::Tensor& parameter : m_parameters)
            all.insert(all.end(),
                       parameter.const_data_ptr<double>(),
                       parameter.const_data_ptr<double>() + parameter.numel());
        return all;
    }
    static Row softmax(const Row& z) {
        Row q = z;
        double sum = 0;
        for (double& value : q) sum += value = std::exp(value);
        for (double& value : q) value /= sum;
        return q;
    }
    /// (rate / B) sum over j of J(x_j)^T r_j.
    [[nodiscard]] Row pushOf(const std::vector<std::int64_t>& batch, bool centred) const {
        Row push(flatWeights().size(), 0.0);
        for (const std::int64_t j : batch) {
            const Row jacobian = jacobianOf(j);
            const Row q = softmax(logitsOf(j));
            for (std::size_t k = 0; k < q.size(); ++k) {
                const double target = m_source.labels[std::size_t(j)] == std::int64_t(k) ? 1 : 0;
                const double r = target - (centred ? 1.0 / double(q.size()) : q[k]);
                for (std::size_t p = 0; p < push.size(); ++p)
                    push[p] += m_options.learningRate / double(batch.size()) * r *
                               jacobian[k * push.size() + p];
            }
        }
        return push;
    }
    /// SGD as PyTorch defines it: g + decay w; momentum; w - rate.
    void step(const std::vector<std::int64_t>& batch) {
        at::Tensor loss = at::zeros({}, at::kDouble);
        for (const std::int64_t j : batch)
            loss = loss - at::log_softmax(graphOf(j), 0)[m_source.labels[std::size_t(j)]] /
                              double(batch.size());
        const Tensors gradients = torch::autograd::grad({loss}, m_parameters);
        const at::NoGradGuard noGrad;
        for (std::size_t i = 0; i < gradients.size(); ++i) {
            at::Tensor parameter = m_parameters[i].detach();
            const at::Tensor pull = gradients[i] + m_options.optimizer.weightDecay * parameter;
            m_momentum[i].mul_(m_options.optimizer.momentum).add_(pull);
            parameter.sub_(m_options.learningRate * m_momentum[i]);
        }
    }
    void judge(std::int64_t t,
               std::int64_t sample,
               const Row& z,
               const Row& jacobian,
               const std::vector<Row>& directions) {
        const std::int64_t label = m_source.labels[std::size_t(sample)];
        const bool right = largest(z) == label;
        train::ForgettingEvent event{t, sample, right && largest(logitsOf(sample)) != label, 0};
        for (std::size_t p = 0; p < directions.size(); ++p) {
            const bool says = right && classAfter(z, jacobian, directions[p]) != label;
            if (says) event.predictedBy |= std::uint8_t(1U << p);
            stats::Confusion& c = counts[p * std::size_t(m_forgetting.iterations) + std::size_t(t)];
            c.truePositives += event.forgotten && says;
            c.falsePositives += !event.forgotten && says;
            c.falseNegatives += event.forgotten && !says;
            c.trueNegatives += !event.forgotten && !says;
        }
        if (event.forgotten || event.predictedBy != 0) events.push_back(event);
    }
    [[nodiscard]] std::int64_t classAfter(const Row& z, const Row& jacobian, const Row& v) const {
        const Row q = softmax(z);
        Row change(z.size(), 0.0);
        for (std::size_t k = 0; k < z.size(); ++k)
            for (std::size_t p = 0; p < v.size(); ++p)
                change[k] += jacobian[k * v.size() + p] * v[p];
        Row row = m_forgetting.update == Update::Logit ? z : q;
        for (std::size_t k = 0; k < z.size(); ++k) {
            if (m_forgetting.update == Update::Logit)
                row[k] += change[k];
            else
                for (std::size_t m = 0; m < z.size(); ++m)
                    row[k] += ((k == m ? q[k] : 0) - q[k] * q[m]) * change[m];
        }
        return largest(row);
    }

    models::Network& m_network;
    const train::ImageSource& m_source;
    const train::TrainOptions& m_options;
    const train::ForgettingOptions& m_forgetting;
    Tensors m_parameters, m_momentum;
};

bool same(const stats::Confusion& a, const stats::Confusion& b) {
    return a.truePositives == b.truePositives && a.falsePositives == b.falsePositives &&
           a.falseNegatives == b.falseNegatives && a.trueNegatives == b.trueNegatives;
}
bool same(const train::ForgettingEvent& a, const train::ForgettingEvent& b) {
    return a.iteration == b.iteration && a.sample == b.sample && a.forgotten == b.forgotten &&
           a.predictedBy == b.predictedBy;
}

bool sameWeights(const store::NamedArrays& a, const store::NamedArrays& b) {
    return std::ranges::equal(a, b, [](const auto& one, const auto& other) {
        return one.first == other.first && one.second.bytes == other.second.bytes;
    });
}

}  // namespace

Q_DECLARE_METATYPE(Update)
Q_DECLARE_METATYPE(EventMode)

class TestForgetting : public QObject {
    Q_OBJECT

    test::ToySet m_set = contested(11, 6, 3);  // 44 samples: the last batch of an epoch is short
    jobs::SilentReporter m_silent;

    /// Labels that the images do not tell: what one batch teaches the next one takes back.
    static test::ToySet contested(std::int64_t perClass, std::int64_t side, std::uint64_t seed) {
        test::ToySet set(perClass, side, 4, seed);
        Random(seed).shuffle(std::span(set.labels));
        return set;
    }

    train::ForgettingRecord predicted(models::Model& model,
                                      train::Pass& pass,
                                      const train::ImageSource& source,
                                      const train::TrainOptions& options,
                                      const train::ForgettingOptions& forgetting) {
        return train::predictForgetting(
            model, pass, source, options, forgetting, allOf(source), {{}, m_silent});
    }

private Q_SLOTS:
    void init() { models::useThreads(1); }

    void agreesWithTheDefinition_data() {
        QTest::addColumn<double>("rate");
        QTest::addColumn<double>("momentum");
        QTest::addColumn<double>("decay");
        QTest::addColumn<Update>("update");
        QTest::newRow("plain") << 0.8 << 0.0 << 0.0 << Update::Probability;
        QTest::newRow("plain, logits") << 0.8 << 0.0 << 0.0 << Update::Logit;
        QTest::newRow("momentum and decay") << 0.3 << 0.9 << 1e-2 << Update::Probability;
        QTest::newRow("momentum, logits") << 0.3 << 0.9 << 0.0 << Update::Logit;
    }
    void agreesWithTheDefinition() {
        QFETCH(double, rate);
        QFETCH(double, momentum);
        QFETCH(double, decay);
        QFETCH(Update, update);
        const models::Architecture shape = models::buildArchitecture(
            {.kind = "mlp", .channels = 1, .height = 6, .width = 6, .classes = 4, .hidden = {5}});
        models::Network quick(shape, 3, models::Precision::Float64);
        models::Network slow(shape, 3, models::Precision::Float64);
        const train::ImageSource source = m_set.source();
        const auto options = trainOptions(rate, momentum, decay, 8);
        const train::ForgettingOptions forgetting{.iterations = 14, .update = update};
        const auto pass = train::passOver(quick, source);
        const auto got = predicted(quick, *pass, source, options, forgetting);
        Slow wanted(slow, source, options, forgetting);
        wanted.run();

        QCOMPARE(got.counts.size(), wanted.counts.size());
        stats::Confusion all;
        for (std::size_t i = 0; i < got.counts.size(); ++i) {
            QVERIFY2(same(got.counts[i], wanted.counts[i]), qPrintable(QString::number(i)));
            all += got.counts[i];
        }
        // Both sorts of hits and misses occur, or little would be compared.
        QVERIFY(all.truePositives > 5 && all.falsePositives > 0 && all.falseNegatives > 0);
        QCOMPARE(got.events.size(), wanted.events.size());
        for (std::size_t i = 0; i < got.events.size(); ++i)
            QVERIFY2(same(got.events[i], wanted.events[i]), qPrintable(QString::number(i)));
    }

    void batchesAreTheTrainings() {
        models::Network network(m_set.architecture("mlp"), 3);
        const train::ImageSource source = m_set.source();
        const auto options = trainOptions(0.1, 0, 0, 8);
        const auto pass = train::passOver(network, source);
        const auto record = predicted(network, *pass, source, options, {.iterations = 6});
        QCOMPARE(record.batchSize, std::int64_t{8});
        std::vector<std::int64_t> wanted = train::epochOrder(allOf(source), options.seed, 0);
        wanted.resize(48, -1);  // the sixth batch has 4 samples
        const auto next = train::epochOrder(allOf(source), options.seed, 1);
        wanted.insert(wanted.end(), next.begin(), next.begin() + 8);
        QCOMPARE(record.batch, wanted);
        for (std::int64_t t = 0; t < 6; ++t) {
            const auto& c = record.counts[std::size_t(t)];
            QCOMPARE(c.truePositives + c.falsePositives + c.falseNegatives + c.trueNegatives,
                     std::int64_t(t == 5 ? 4 : 8));
        }
    }

    void aSmallSetIsOneBatch() {
        models::Network network(m_set.architecture("mlp"), 3);
        const train::ImageSource source = m_set.source();
        const auto pass = train::passOver(network, source);
        const auto record =
            predicted(network, *pass, source, trainOptions(0.1, 0, 0, 500), {.iterations = 3});
        QCOMPARE(record.batchSize, std::int64_t{44});
        QVERIFY(std::ranges::count(record.batch, -1) == 0);
    }

    /// Plain SGD's step is the error's push: by hand in float32, where the training step's own
    /// gradient is taken, and for all others, where it is computed anew.
    void withoutMomentumTheErrorIsTheDisplacement_data() {
        QTest::addColumn<QString>("kind");
        for (const char* kind : {"lenet5", "mlp"}) QTest::newRow(kind) << kind;
    }
    void withoutMomentumTheErrorIsTheDisplacement() {
        QFETCH(QString, kind);
        const test::ToySet set = contested(30, kind == "mlp" ? 6 : 28, 8);
        models::Network network(set.architecture(kind.toStdString()), 4);
        const train::ImageSource source = set.source();
        const auto pass = train::passOver(network, source);
        const auto record = predicted(network,
                                      *pass,
                                      source,
                                      trainOptions(kind == "mlp" ? 0.5 : 0.2, 0, 0, 16),
                                      {.iterations = 20});
        std::int64_t differ = 0, said = 0;
        for (const auto& event : record.events) {
            said += (event.predictedBy & 2U) != 0 ? 1 : 0;
            differ += ((event.predictedBy >> 1U) & 1U) != ((event.predictedBy >> 2U) & 1U) ? 1 : 0;
        }
        QVERIFY(said > 10);
        QVERIFY(differ <= 1);  // a tie that rounding decides
    }

    void onePredictorSaysWhatItSaysAmongAll() {
        const train::ImageSource source = m_set.source();
        const auto options = trainOptions(0.5, 0.9, 1e-3, 8);
        const auto recordOf = [&](std::vector<Predictor> predictors) {
            models::Network network(m_set.architecture("mlp"), 3);
            const auto pass = train::passOver(network, source);
            return predicted(network,
                             *pass,
                             source,
                             options,
                             {.iterations = 12, .predictors = std::move(predictors)});
        };
        const auto all = recordOf({Predictor::Centred, Predictor::Error, Predictor::Displacement});
        for (std::size_t p = 0; p < train::kPredictors; ++p) {
            const auto alone = recordOf({static_cast<Predictor>(p)});
            for (std::size_t t = 0; t < 12; ++t)
                QVERIFY(same(alone.counts[t], all.counts[p * 12 + t]));
        }
    }

    /// Weights and running statistics end as the plain training's.
    void theTrainingIsNotDisturbed_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<EventMode>("mode");
        for (const char* kind : {"mlp", "lenet5", "lenet-code", "resnet18"})
            for (const auto mode : {EventMode::Evaluation, EventMode::Training})
                QTest::addRow(
                    "%s, %s", kind, mode == EventMode::Training ? "training" : "evaluation")
                    << kind << mode;
    }
    void theTrainingIsNotDisturbed() {
        QFETCH(QString, kind);
        QFETCH(EventMode, mode);
        const test::ToySet set(4, kind.startsWith("lenet") ? 28 : 12, 4, 8);
        const train::ImageSource source = set.source();
        auto options = trainOptions(0.05, 0.9, 1e-3, 8);
        options.augmentation = train::Augmentation::CropFlip;
        models::Network predictedOn(set.architecture(kind.toStdString()), 4);
        const auto pass = train::passOver(predictedOn, source);
        const auto record =
            predicted(predictedOn, *pass, source, options, {.iterations = 3, .mode = mode});
        QVERIFY(record.secondsTraining > 0 && record.secondsPredicting > 0);

        models::Network plain(set.architecture(kind.toStdString()), 4);
        const auto plainPass = train::passOver(plain, source);
        train::Fitter fitter(plain, *plainPass, source, options, allOf(source));
        for (std::int64_t epoch = 0; epoch < 2; ++epoch)  // 16 samples: two steps each
            fitter.fit(epoch, [](auto, auto, const auto&) {}, {{}, m_silent});
        QVERIFY(sameWeights(predictedOn.weights(), plain.weights()));
    }

    /// With dropout the paper's code sees many more events than the network forgets.
    void dropoutMakesEvents() {
        const test::ToySet set(40, 28, 4, 8);
        const train::ImageSource source = set.source();
        std::int64_t events[2] = {0, 0};
        for (const auto mode : {EventMode::Evaluation, EventMode::Training}) {
            models::Network network(set.architecture("lenet-code"), 4);
            const auto pass = train::passOver(network, source);
            const auto record = predicted(network,
                                          *pass,
                                          source,
                                          trainOptions(1e-3, 0, 0, 32),
                                          {.iterations = 8, .mode = mode});
            for (const auto& event : record.events)
                events[mode == EventMode::Training ? 1 : 0] += event.forgotten ? 1 : 0;
        }
        QVERIFY2(events[1] > 2 * events[0] && events[1] > 10,
                 qPrintable(QString("%1 %2").arg(events[0]).arg(events[1])));
    }

    void theUpdateIsOfFirstOrder() {
        const Row z{0.0, 1.0, 0.9}, change{0.0, -0.05, 0.1};
        QCOMPARE(train::predictedClass(z, change, Update::Logit), std::int64_t{2});
        QCOMPARE(train::predictedClass(z, change, Update::Probability), std::int64_t{2});
        QCOMPARE(train::predictedClass(z, Row{0, 0, 0}, Update::Probability), std::int64_t{1});
        // q = (1/3, 1/3, 1/3): q + A dz = (1 + dz - mean) / 3; ties go to the lowest class.
        QCOMPARE(train::predictedClass(Row{2, 2, 2}, Row{-1, 4, 4}, Update::Probability),
                 std::int64_t{1});
        // Far away, first order and the logits disagree: q is nearly one-hot, its slope nearly 0.
        QCOMPARE(train::predictedClass(Row{9, 0}, Row{-20, 0}, Update::Probability),
                 std::int64_t{0});
        QCOMPARE(train::predictedClass(Row{9, 0}, Row{-20, 0}, Update::Logit), std::int64_t{1});
    }

    void refusesWrongWordsAndDivergence() {
        QVERIFY_EXCEPTION_THROWN((void)train::updateOf("softmax"), Error);
        QVERIFY_EXCEPTION_THROWN((void)train::eventMode("dropout"), Error);
        models::Network network(m_set.architecture("mlp"), 3);
        const train::ImageSource source = m_set.source();
        const auto pass = train::passOver(network, source);
        QVERIFY_EXCEPTION_THROWN(
            (void)predicted(network, *pass, source, trainOptions(1e30, 0, 0, 8), {.iterations = 9}),
            Error);
        QVERIFY_EXCEPTION_THROWN(
            (void)predicted(network, *pass, source, trainOptions(0.1, 0, 0, 8), {.iterations = 0}),
            Error);
    }
};

QTEST_GUILESS_MAIN(TestForgetting)
#include "tst_forgetting.moc"

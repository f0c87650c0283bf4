// SPDX-License-Identifier: Apache-2.0
#include "engine/store/npz.h"

#include "engine/store/archive.h"
#include "engine/store/atomic.h"
#include "engine/store/error.h"
#include "engine/store/npy.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <set>

namespace winnow::store {
namespace {

constexpr std::string_view kExtension = ".npy";
/// A member may unpack to this many times its packed size, once it is larger than kUnsuspicious.
constexpr std::uint64_t kLargestRatio = 1000;
constexpr std::uint64_t kUnsuspicious = std::uint64_t{64} << 20;

struct Entry {
    ArchiveEntry facts;
    std::string name;   ///< without ".npy"
    std::string where;  ///< for sentences
};

Error bomb(const std::string& where, std::uint64_t packed, std::uint64_t unpacked) {
    return badInput(where + " unpacks from " + std::to_string(packed) + " to " +
                    std::to_string(unpacked) +
                    " bytes, far more than arrays compress; it is refused");
}

/// The members that are arrays, after what the archive claims of them has been judged.
std::vector<Entry> arraysOf(const Archive& archive) {
    std::vector<Entry> entries;
    std::set<std::string> seen;
    std::uint64_t packed = 0, unpacked = 0;
    for (const ArchiveEntry& facts : archive.entries()) {
        if (!facts.name.ends_with(kExtension)) continue;
        Entry entry{facts,
                    facts.name.substr(0, facts.name.size() - kExtension.size()),
                    "'" + facts.name + "' in " + archive.path().string()};
        if (!seen.insert(entry.name).second)
            throw badInput(entry.where + " is there twice; save the archive again");
        if (facts.unpacked > kUnsuspicious && facts.unpacked / kLargestRatio > facts.packed)
            throw bomb(entry.where, facts.packed, facts.unpacked);
        if (__builtin_add_overflow(packed, facts.packed, &packed) ||
            __builtin_add_overflow(unpacked, facts.unpacked, &unpacked))
            throw badInput(archive.path().string() + " is damaged: its sizes are impossible");
        entries.push_back(std::move(entry));
    }
    // Members that lie over each other give a bomb of which no single member is one.
    if (packed > archive.size())
        throw badInput(archive.path().string() +
                       " claims members that are larger than the file; it is damaged or hostile");
    if (unpacked > kUnsuspicious && unpacked / kLargestRatio > archive.size())
        throw bomb(archive.path().string(), archive.size(), unpacked);
    return entries;
}

/// The header of a member, checked against the size the archive gives, and the bytes read for it.
NpyHeader headerOf(ArchiveReader& reader, const Entry& entry, std::vector<std::byte>& head) {
    head.resize(std::min<std::uint64_t>(kLongestNpyHeader, entry.facts.unpacked));
    head.resize(reader.read(head));
    NpyHeader header = parseNpyHeader(head, entry.where);
    const auto wanted =
        static_cast<std::uint64_t>(elementCount(header.shape)) * itemSize(header.dtype);
    if (entry.facts.unpacked - header.dataOffset != wanted)
        throw badInput(entry.where + " is damaged: its header promises " + std::to_string(wanted) +
                       " bytes of numbers and " +
                       std::to_string(entry.facts.unpacked - header.dataOffset) + " are there");
    return header;
}

Array readMember(const Archive& archive, const Entry& entry) {
    ArchiveReader reader(archive, entry.facts);
    std::vector<std::byte> bytes;
    const NpyHeader header = headerOf(reader, entry, bytes);
    try {
        const std::size_t had = bytes.size();
        bytes.resize(entry.facts.unpacked);
        if (reader.read(std::span(bytes).subspan(had)) != bytes.size() - had || !reader.atEnd())
            throw badInput(entry.where + " is damaged: it is not as long as the archive says");
        if (header.bigEndian || header.fortranOrder || header.dtype == DType::Bool)
            return readNpy(bytes, entry.where);
        // The usual case moves the numbers to the front instead of copying them.
        Array array;
        array.dtype = header.dtype;
        array.shape = header.shape;
        bytes.erase(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(header.dataOffset));
        array.bytes = std::move(bytes);
        return array;
    } catch (const std::bad_alloc&) {
        throw outOfResources("there is not enough memory for the " +
                             std::to_string(entry.facts.unpacked) + " bytes of " + entry.where);
    }
}

std::string listed(const std::vector<Entry>& entries) {
    std::string text;
    for (const Entry& entry : entries) text += (text.empty() ? "" : ", ") + entry.name;
    return text.empty() ? "none" : text;
}

}  // namespace

std::vector<NpzMember> listNpz(const std::filesystem::path& file) {
    const Archive archive(file);
    std::vector<NpzMember> members;
    for (const Entry& entry : arraysOf(archive)) {
        ArchiveReader reader(archive, entry.facts);
        std::vector<std::byte> head;
        NpyHeader header = headerOf(reader, entry, head);
        members.push_back({entry.name, header.dtype, std::move(header.shape)});
    }
    return members;
}

NamedArrays readNpz(const std::filesystem::path& file, const std::vector<std::string>& names) {
    const Archive archive(file);
    const std::vector<Entry> entries = arraysOf(archive);
    NamedArrays arrays;
    if (names.empty())
        for (const Entry& entry : entries) arrays.emplace(entry.name, readMember(archive, entry));
    for (const std::string& name : names) {
        const auto found = std::ranges::find(entries, name, &Entry::name);
        if (found == entries.end())
            throw badInput("there is no array '" + name + "' in " + file.string() +
                           "; its arrays are: " + listed(entries));
        arrays.emplace(name, readMember(archive, *found));
    }
    return arrays;
}

void writeNpz(const std::filesystem::path& file,
              const NamedArrays& arrays,
              NpzCompression compression) {
    ArchiveWriter writer(file);
    for (const auto& [name, array] : arrays)
        writer.add(name + std::string(kExtension),
                   npyHeaderBytes(array.dtype, array.shape),
                   array.bytes,
                   compression == NpzCompression::Deflated);
    writer.commit();
}

}  // namespace winnow::store

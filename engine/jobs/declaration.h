// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What every job kind is called, takes, needs and makes: said once. The command line's flags, the validation, the
/// help and the window's forms are all derived from these declarations.
namespace winnow::jobs {

enum class FieldType {
    Integer,
    Real,
    Text,
    Choice,    ///< one of `choices`
    Flag,      ///< true or false
    Share,     ///< a fraction in (0,1]; "10%" and "0.1" are both read
    Size,      ///< HxW, "28x28"
    Path,      ///< file or folder, made absolute relative to the caller's working folder
    Artifact,  ///< id, name or "latest" of an artifact of kind `refersTo`
};

struct Field {
    std::string name;  ///< "learning-rate"; the flag is --learning-rate, the JSON key the same
    FieldType type = FieldType::Text;
    std::string help;                ///< one sentence, with what high and low mean
    std::string defaultValue;        ///< as a person would type it; empty: none
    bool required = false;
    bool positional = false;
    bool repeated = false;           ///< may be given several times: a JSON array
    std::string unit;                ///< "epochs", "samples", "% of the class"; empty: none
    double minimum = -std::numeric_limits<double>::infinity();
    double maximum = std::numeric_limits<double>::infinity();
    std::vector<std::string> choices;
    std::string refersTo;            ///< Artifact: the kind
    std::string group;               ///< heading in a form: "Data", "Optimiser", "Advanced"
};

struct Declaration {
    std::string kind;                ///< "train": verb of the command line and job kind
    std::string title;               ///< "Train a network"
    std::string help;                ///< a sentence or two
    std::vector<Field> fields;
    std::string makes;               ///< kind of the artifact it makes, empty: none
    bool computes = false;           ///< has device and threads fields, may load LibTorch
    bool resumable = false;
};

/// Every job kind, in the order of the main job.
[[nodiscard]] std::span<const Declaration> declarations();
/// Throws Error{BadInput} that lists the kinds.
[[nodiscard]] const Declaration& declaration(std::string_view kind);

/// Checks a JSON object against a declaration and fills in the defaults. Unknown keys, wrong types and values out of
/// range throw Error{BadInput}: field, value, what would be right.
[[nodiscard]] nlohmann::json validated(const Declaration& declaration, const nlohmann::json& fields);

/// The declarations as `jobs --json` prints them.
[[nodiscard]] nlohmann::json declarationsJson();

}  // namespace winnow::jobs

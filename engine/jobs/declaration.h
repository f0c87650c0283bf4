// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What every job kind is called, takes, needs and makes: said once. The command line's flags, the
/// validation, the help and the window's forms are all derived from these declarations.
namespace winnow::jobs {

enum class FieldType {
    Integer,
    Real,
    Text,
    Name,    ///< what the person calls a result: one printable line, at most 100 bytes
    Choice,  ///< one of `choices`; in one that ends in "-N" a number from 1 up stands for the N
    Flag,    ///< true or false
    Share,   ///< a fraction in (0,1] unless minimum or maximum say otherwise; "10%" and "0.1" are
             ///< both read
    ShareOrCount,  ///< a whole number from 1 up, or a share: "10%", "0.1", "500". JSON: integer or
                   ///< fraction
    Size,          ///< HxW, "28x28"
    Path,          ///< file or folder, made absolute relative to the caller's working folder;
                   ///< a word of `choices` is taken as it is
    Artifact,      ///< id, name or "latest" of an artifact of kind `refersTo`
};

/// A default that another field's value decides: "learning rate 0.001 where optimizer is adam".
struct ConditionalDefault {
    std::string field, value, defaultValue;
};

/// "Where `field` is one of `values`." An empty field: everywhere.
struct Where {
    std::string field{};
    std::vector<std::string> values{};
};

struct Field {
    std::string name{};  ///< "weight-decay"; the flag is --weight-decay, the JSON key the same
    FieldType type = FieldType::Text;
    std::string help{};          ///< one sentence, with what high and low mean
    std::string defaultValue{};  ///< as a person would type it; empty: none, and the key is absent
    bool required = false;
    bool positional = false;
    bool repeated = false;  ///< may be given several times: a JSON array; of choices each once
    /// Repeated: a single value is kept as itself, not as a list.
    bool plainWhenOne = false;
    std::string unit{};  ///< "epochs", "samples", "% of the class"; empty: none
    double minimum = -std::numeric_limits<double>::infinity();
    double maximum = std::numeric_limits<double>::infinity();
    bool minimumExcluded = false;  ///< (minimum, ... instead of [minimum, ...
    bool maximumExcluded = false;
    bool mustExist = false;  ///< Path: a readable file or folder
    std::vector<std::string> choices{};
    std::string refersTo{};  ///< Artifact: the kind
    std::string group{};     ///< heading in a form: "Data", "Optimiser", "Advanced"
    std::vector<ConditionalDefault>
        defaultsWhen{};    ///< the first that applies wins over defaultValue
    Where offeredWhere{};  ///< a form shows the field only there; elsewhere it decides nothing
};

/// "When `field` is one of `values`, one of `anyOf` must be given." An empty field: always.
struct Need {
    std::string field{};
    std::vector<std::string> values{};
    std::vector<std::string> anyOf{};
};

struct Declaration {
    std::string kind{};           ///< "train": verb of the command line and job kind
    std::string family{};         ///< "experiment": `winnow-engine experiment KIND`; empty: none
    std::string title{};          ///< "Train a network"
    std::string help{};           ///< a sentence or two
    std::vector<Field> fields{};  ///< without the project, which every job has
    std::string makes{};          ///< kind of the artifact it makes, empty: none
    bool computes = false;        ///< has device and threads fields, may load LibTorch
    bool resumable = false;
    std::vector<Need> needs{};
};

/// Every job kind, in the order of the main job.
[[nodiscard]] std::span<const Declaration> declarations();
/// Throws Error{BadInput} that lists the kinds.
[[nodiscard]] const Declaration& declaration(std::string_view kind);

/// "train", "experiment difficulty": what stands behind the program's name.
[[nodiscard]] std::string commandWords(const Declaration& declaration);

/// Every kind of artifact a job makes, in the order of the declarations.
[[nodiscard]] const std::vector<std::string>& artifactKinds();

/// The verbs of `winnow-engine calc`, which work on plain files and know no project.
[[nodiscard]] std::span<const Declaration> calcDeclarations();
/// Throws Error{BadInput} that lists the verbs.
[[nodiscard]] const Declaration& calcDeclaration(std::string_view verb);

/// Checks a JSON object against a declaration and fills in the defaults. Unknown keys, wrong types
/// and values out of range throw Error{BadInput}: field, value, what would be right. Values may
/// come as a person types them ("30", "10%"). In the result Integer is a JSON integer, Real and
/// Share a JSON number, Flag true or false, ShareOrCount an integer (count) or a floating-point
/// number (share), all else text; repeated fields are arrays, but for a single value of a
/// plainWhenOne field. A field without a value and without a default is absent.
[[nodiscard]] nlohmann::json validated(const Declaration& declaration,
                                       const nlohmann::json& fields);

/// The declarations as `jobs --json` prints them.
[[nodiscard]] nlohmann::json declarationsJson();

/// One line for a list of verbs and the full text of `--help`, wrapped at `width` columns.
/// `usage` is what stands before the flags: "winnow-engine train PROJECT".
[[nodiscard]] std::string helpText(const Declaration& declaration,
                                   std::string_view usage,
                                   std::size_t width = 100);

}  // namespace winnow::jobs

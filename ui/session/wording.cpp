// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/wording.h"

#include "ui/theme/numbers.h"

#include <QCoreApplication>

#include <algorithm>

namespace winnow::ui {
namespace {

/// The context of this file's words.
struct WordingText {
    Q_DECLARE_TR_FUNCTIONS(Wording)
};

/// many: with the number in the place of %1.
QString counted(std::int64_t count, const QString& one, const QString& many) {
    return count == 1 ? one : many.arg(countText(count));
}

}  // namespace

QString samplesText(std::int64_t count) {
    return counted(count, WordingText::tr("1 sample"), WordingText::tr("%1 samples"));
}

QString imagesText(std::int64_t count) {
    return counted(count, WordingText::tr("1 image"), WordingText::tr("%1 images"));
}

QString epochsText(std::int64_t count) {
    return counted(count, WordingText::tr("1 epoch"), WordingText::tr("%1 epochs"));
}

QString runsText(std::int64_t count) {
    return counted(count, WordingText::tr("1 run"), WordingText::tr("%1 runs"));
}

QString seedsText(std::int64_t count) {
    return counted(count, WordingText::tr("1 seed"), WordingText::tr("%1 seeds"));
}

QString repeatsText(std::int64_t count) {
    return counted(count, WordingText::tr("1 repeat"), WordingText::tr("%1 repeats"));
}

QString trainingsText(std::int64_t count) {
    return counted(count, WordingText::tr("1 training"), WordingText::tr("%1 trainings"));
}

QString eventsText(std::int64_t count) {
    return counted(count, WordingText::tr("1 event"), WordingText::tr("%1 events"));
}

QString batchesText(std::int64_t count) {
    return counted(count, WordingText::tr("1 batch"), WordingText::tr("%1 batches"));
}

QString timesText(std::int64_t count) {
    return counted(count, WordingText::tr("once"), WordingText::tr("%1 times"));
}

QString listText(const QStringList& names, int most) {
    if (names.size() <= most) return names.join(QStringLiteral(", "));
    return WordingText::tr("%1 and %2 more")
        .arg(names.mid(0, most).join(QStringLiteral(", ")))
        .arg(names.size() - most);
}

QString networkText(const QString& model) {
    if (model == u"lenet5") return QStringLiteral("LeNet-5");
    if (model == u"lenet-code") return WordingText::tr("LeNet of the code");
    if (model == u"resnet18") return QStringLiteral("ResNet-18");
    if (model == u"mlp") return QStringLiteral("MLP");
    if (model == u"convnet") return QStringLiteral("ConvNet");
    if (model == u"torchscript") return QStringLiteral("TorchScript");
    return model;
}

QString readOnlyText() { return WordingText::tr("This project can only be looked at."); }

QString sentenceText(const QString& message) {
    QString sentence = message.trimmed();
    if (sentence.isEmpty()) return sentence;
    // A path or an id keeps its case.
    const QString firstWord = sentence.section(QLatin1Char(' '), 0, 0);
    const bool plainWord = std::all_of(firstWord.begin(), firstWord.end(), [](QChar c) {
        return c.isLetter() || c == QLatin1Char(',');
    });
    if (plainWord) sentence[0] = sentence[0].toUpper();
    if (!sentence.endsWith(QLatin1Char('.'))) sentence += QLatin1Char('.');
    return sentence;
}

}  // namespace winnow::ui

package io.godwit.house;

import java.util.List;
import java.util.regex.Pattern;

/// What a source file looks like, whatever it says. Each rule returns its findings.
final class TidyRules {

    static final int FILE_LINES = 400;
    static final int LINE_LENGTH = 120;

    private static final Pattern NAKED_TODO = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
    private static final Pattern COMMENTED_OUT = Pattern.compile("^\\s*//[^/].*([;{}]|\\) ->)\\s*$");
    private static final Pattern BANNER = Pattern.compile("^\\s*//+\\s*[-=*#~]{4,}.*$");
    private static final Pattern PLACE_OF_WORK = Pattern.compile("(?<![\\w/.])/wor" + "k\\b|\\.\\./sha" + "red\\b");

    private TidyRules() {}

    static List<String> longFile(SourceFile file) {
        int lines = file.lines().size();
        return lines <= FILE_LINES ? List.of() : List.of(file.finding(lines, "more than " + FILE_LINES + " lines"));
    }

    static List<String> longLine(SourceFile file) {
        return file.linesThat(line -> line.length() > LINE_LENGTH, "longer than " + LINE_LENGTH);
    }

    static List<String> todo(SourceFile file) {
        return file.linesThat(line -> NAKED_TODO.matcher(line).find(), "something left to do");
    }

    static List<String> commentedOutCode(SourceFile file) {
        return file.linesThat(line -> COMMENTED_OUT.matcher(line).matches(), "commented-out code");
    }

    static List<String> banner(SourceFile file) {
        return file.linesThat(line -> BANNER.matcher(line).matches(), "a banner");
    }

    /// Sources and docs speak of the project alone, not of the machine it was made on.
    static List<String> placeOfWork(SourceFile file) {
        return file.linesThat(line -> PLACE_OF_WORK.matcher(line).find(), "names a folder outside the clone");
    }

    static List<String> packageWithoutWords(SourceFile packageInfo) {
        boolean told = packageInfo.text().startsWith("///");
        boolean marked = packageInfo.text().contains("\n@NullMarked\npackage ");
        return told && marked
                ? List.of()
                : List.of(packageInfo.finding(1, "a package needs a paragraph of /// and @NullMarked"));
    }
}

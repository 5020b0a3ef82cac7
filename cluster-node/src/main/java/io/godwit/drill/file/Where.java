package io.godwit.drill.file;

/// A place in what a person wrote.
///
/// @param source path of a file as it was given, or an argument such as `--set vms.web.count=5`
/// @param line from 1; 0 where lines make no sense
public record Where(String source, int line) {

    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line;
    }
}

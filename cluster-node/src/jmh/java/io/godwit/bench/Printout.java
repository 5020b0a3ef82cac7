package io.godwit.bench;

/// How figures are shown, in the order in which they are found.
interface Printout {

    void begin(Subject subject);

    void print(Subject subject, Figure figure);

    void skip(Subject subject, String why);

    /// @param exitCode of the JVM that measured; 0 if it came to its end
    void end(Subject subject, int exitCode);

    void end();
}

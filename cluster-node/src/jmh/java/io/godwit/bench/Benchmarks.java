package io.godwit.bench;

import org.openjdk.jmh.Main;

/// What `./godwit bench` runs: JMH over the benchmarks of all modules. Its arguments are JMH's own: a pattern of names,
/// `-l` to list them, `-rf json -rff FILE` to keep the result.
public final class Benchmarks {

    private Benchmarks() {}

    public static void main(String[] args) throws Exception {
        Main.main(args);
    }
}

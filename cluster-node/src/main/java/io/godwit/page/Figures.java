package io.godwit.page;

import java.util.List;
import java.util.Optional;

/// Numbers as people read them: three digits that matter, and a unit. The exact ones stand in the report for machines.
public final class Figures {

    public static final String NONE = "–";

    private static final long MICROSECOND_NS = 1_000;
    private static final long MILLISECOND_NS = 1_000_000;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final List<String> SIZES = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB");

    private Figures() {}

    public static String duration(long ns) {
        if (ns < 0) {
            return "−" + duration(-ns);
        }
        if (ns == 0) {
            return "0 s";
        }
        if (ns < 999_500) {
            return ns < MICROSECOND_NS ? ns + " ns" : digits((double) ns / MICROSECOND_NS) + " µs";
        }
        if (ns < 999_500_000) {
            return digits((double) ns / MILLISECOND_NS) + " ms";
        }
        return ns < 59_950_000_000L ? digits((double) ns / SECOND_NS) + " s" : minutes(ns);
    }

    private static String minutes(long ns) {
        long seconds = (ns + SECOND_NS / 2) / SECOND_NS;
        long minutes = seconds / 60;
        if (minutes < 60) {
            return minutes + " min" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s");
        }
        return minutes / 60 + " h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + " min");
    }

    public static String duration(Optional<Long> ns) {
        return ns.map(Figures::duration).orElse(NONE);
    }

    public static String count(long count) {
        var text = new StringBuilder(Long.toString(count));
        for (int at = text.length() - 3; at > (count < 0 ? 1 : 0); at -= 3) {
            text.insert(at, '\u202F');
        }
        return text.toString();
    }

    public static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 999.5 && unit < SIZES.size() - 1) {
            value /= 1024;
            unit++;
        }
        return digits(value) + " " + SIZES.get(unit);
    }

    /// A count with its noun: `1 VM`, `2 VMs`.
    public static String many(long count, String noun) {
        return count(count) + " " + noun + (count == 1 ? "" : "s");
    }

    private static String digits(double value) {
        int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
        long scale = decimals == 2 ? 100 : decimals == 1 ? 10 : 1;
        long scaled = Math.round(value * scale);
        var text = new StringBuilder().append(scaled / scale);
        if (scaled % scale != 0) {
            var fraction = Long.toString(scale + scaled % scale).substring(1);
            text.append('.').append(fraction.replaceAll("0+$", ""));
        }
        return text.toString();
    }
}

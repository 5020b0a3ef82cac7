package io.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(InClone.class)
class PredictTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void saysRoundsBytesTimeAndDowntime() {
        int code = run("--memory", "4GiB", "--dirty", "200MiB/s", "--pattern", "sequential", "--link", "10Gbit");
        assertThat(code).isZero();
        assertThat(out.toString())
                .contains("ROUND", "    1", "4.0GiB")
                .containsPattern("converges: \\d+ rounds, 4\\.\\d+GiB in [\\d.]+s, downtime [\\d.]+ms");
    }

    @Test
    void namesWhatItAssumesAndTellsTheDowntimePartByPart() {
        assertThat(run("--memory", "1GiB", "--dirty", "0MiB/s", "--link", "10Gbit"))
                .isZero();
        assertThat(out.toString())
                .contains(
                        "the registry's leader answers in 800us, four ways over this link (--registry)",
                        "its disk opens in 920us, two ways and what array lab takes (--array; unverified:",
                        "downtime 1.936ms (pause 0ns, last pages 0ns, state 16.4us, way 200us, proof 0ns, commit 800us,"
                                + " resume 920us)");
        assertThat(run(
                        "--memory",
                        "1GiB",
                        "--dirty",
                        "0MiB/s",
                        "--link",
                        "10Gbit",
                        "--registry",
                        "5ms",
                        "--array",
                        "ebs-gp3"))
                .isZero();
        assertThat(out.toString()).contains("answers in 5ms\n", "commit 5ms, resume 1.73ms");
        assertRefused("there is no array 'nope': write one of ebs-gp3, lab", "--array", "nope");
    }

    @Test
    void saysWhatAGuestThatDoesNotConvergeWouldTake() {
        int code = run("--memory", "4GiB", "--dirty", "4GiB/s", "--link", "1Gbit", "--max-rounds", "5");
        assertThat(code).isEqualTo(1);
        assertThat(out.toString()).contains("does not converge: 5 rounds", "against a limit of 300ms");
    }

    @Test
    void givesProgramsTheExactNumbers() {
        int code = run("--memory", "1GiB", "--dirty", "0MiB/s", "--link", "1Gbit", "--json");
        assertThat(code).isZero();
        assertThat(out.toString()).contains("\"converges\":true", "\"pages\":262144", "\"pagesLeft\":0");
    }

    @Test
    void aDiskGoesFirstAndItsWritesTakeOfTheLink() {
        int code = run(
                "--memory",
                "1GiB",
                "--dirty",
                "0MiB/s",
                "--link",
                "1Gbit",
                "--disk",
                "10GiB",
                "--disk-writes",
                "1000/s");
        assertThat(code).isZero();
        assertThat(out.toString())
                .containsPattern(
                        "disk: 10\\.\\dGiB in [\\d.]+s, [\\d.]+MiB of it writes to both; then the memory, on 967");
        out.getBuffer().setLength(0);
        run(
                "--memory",
                "1GiB",
                "--dirty",
                "0MiB/s",
                "--link",
                "10Gbit",
                "--disk",
                "10GiB",
                "--disk-bandwidth",
                "500MiB/s");
        assertThat(out.toString()).contains("disk: 10.0GiB in 20.484s");
        assertRefused("write its --disk, too", "--disk-bandwidth", "500MiB/s");
        assertRefused("write its --disk, too", "--disk-writes", "10/s");
        assertRefused("would wait for it without end", "--disk", "1GiB", "--disk-writes", "100000/s");
    }

    /// Half of it is zero, and a quarter is like another page.
    @Test
    void saysWhatEachHelpSavesAndTakes() {
        int code = run(
                "--memory",
                "1GiB",
                "--dirty",
                "100MiB/s",
                "--working-set",
                "256MiB",
                "--link",
                "25Gbit",
                "--zero",
                "50%",
                "--shared",
                "25%",
                "--help-with",
                "skip-zero-pages,skip-shared-pages,deltas",
                "--channels",
                "2",
                "--stop",
                "fixed-rounds",
                "--max-rounds",
                "4");
        assertThat(code).isZero();
        assertThat(out.toString())
                .containsPattern("skip-zero-pages +131072 +\\d+ +512MiB +53\\.\\d+ms +0")
                .containsPattern("skip-shared-pages +65536 +\\d+ +255\\.\\dMiB")
                .containsPattern("deltas +\\d+ ")
                .containsPattern("channels +\\d+ ");
    }

    /// Pages that go while the guest stands, or follow it, are helped as those of rounds are.
    @Test
    void helpsCountWhereverPagesGo() {
        for (String mode : List.of("pre-copy", "suspend-and-copy", "post-copy")) {
            assertThat(run("--memory", "1GiB", "--dirty", "0MiB/s", "--link", "1Gbit", "--mode", mode, "--zero", "50%"))
                    .isZero();
            assertThat(out.toString()).as(mode).contains(" 1.0GiB");
            out.getBuffer().setLength(0);
            run(
                    "--memory",
                    "1GiB",
                    "--dirty",
                    "0MiB/s",
                    "--link",
                    "1Gbit",
                    "--mode",
                    mode,
                    "--zero",
                    "50%",
                    "--help-with",
                    "skip-zero-pages");
            assertThat(out.toString())
                    .as(mode)
                    .contains("514MiB")
                    .containsPattern("skip-zero-pages +131072 +262144 +512MiB");
            out.getBuffer().setLength(0);
        }
    }

    @Test
    void saysThatATargetIsTakenToHoldNothingUnlessItIsTold() {
        String assumption = "assumed: its target holds none of its pages for other guests (--held)";
        String[] move = {"--memory", "1GiB", "--dirty", "0MiB/s", "--link", "1Gbit", "--help-with", "skip-held-pages"};
        assertThat(run(move)).isZero();
        assertThat(out.toString()).contains(assumption).containsPattern("skip-held-pages +0 +262144 ");
        out.getBuffer().setLength(0);
        String[] told = Arrays.copyOf(move, move.length + 2);
        told[move.length] = "--held";
        told[move.length + 1] = "75%";
        assertThat(run(told)).isZero();
        assertThat(out.toString())
                .doesNotContain(assumption)
                .containsPattern("skip-held-pages +196608 +262144 ")
                .contains("1 round, 263.5MiB");
        assertRefused("--held: with --zero it is more", "--zero", "60%", "--held", "50%");
    }

    @Test
    void aLinkThatOneChannelDoesNotFillIsFilledByTwo() {
        assertThat(run("--memory", "15GiB", "--dirty", "0MiB/s", "--link", "25Gbit", "--json"))
                .isZero();
        assertThat(out.toString()).contains("\"durationNs\":8606");
        out.getBuffer().setLength(0);
        run("--memory", "15GiB", "--dirty", "0MiB/s", "--link", "25Gbit", "--json", "--channels", "2");
        assertThat(out.toString()).contains("\"durationNs\":5164");
    }

    @Test
    void namesTheOptionsOfWhichOneIsTooMuch() {
        assertRefused("--stop, --max-rounds: rounds are for the stop rules", "--stop", "xen", "--max-rounds", "3");
        assertRefused(
                "--max-rounds: rounds are at most 10000: write 30 or so",
                "--downtime-limit",
                "200ms",
                "--max-rounds",
                "20000");
        assertRefused("--mode, --bandwidth: no memory travels", "--mode", "cold", "--bandwidth", "1Gbit");
        assertRefused("--channels: a migration has 1 to 8 channels", "--bandwidth", "1Gbit", "--channels", "9");
        assertRefused("--help-with, --dirty-limit: ", "--dirty-limit", "1MiB/s", "--help-with", "auto-converge");
    }

    @Test
    void saysWhatIsTheMostThatItTakes() {
        assertRefused(
                "--latency: '100000h' is too long: no fleet has such a link; write at most 1m", "--latency", "100000h");
        assertRefused("--registry: '2m' is too long", "--registry", "2m");
        assertThat(run("--memory", "4GiB", "--dirty", "1MiB/s", "--link", "999999TiB/s"))
                .isEqualTo(254);
        assertThat(run("--memory", "4GiB", "--dirty", "1MiB/s", "--link", "99999999TiB/s"))
                .isEqualTo(254);
        assertThat(run("--memory", "4GiB", "--dirty", "999999GiB/s", "--link", "1Gbit"))
                .isEqualTo(254);
        assertThat(err.toString())
                .contains(
                        "--link: '999999TiB/s' is too large: no link is that fast; write at most 1000Tbit",
                        "--link: '99999999TiB/s' is too large (at most 9223372.0Tbit): write",
                        "--dirty: '999999GiB/s' is too large (at most 99420GiB/s): write");
    }

    @Test
    void refusesInASentence() {
        assertRefused("--dirty-limit: ", "--dirty-limit", "fast");
        assertRefused("both slow the guest", "--dirty-limit", "1MiB/s", "--help-with", "auto-converge");
        assertRefused("1 to 8 channels", "--channels", "9");
        assertRefused("less than a page", "--delta-cache", "1MiB", "--delta-size", "8KiB");
        assertRefused("'xbzrle' is unknown: write one of skip-zero-pages", "--help-with", "xbzrle");
        assertRefused("at most 100% together", "--zero", "60%", "--shared", "50%");
        assertRefused("a guest has 1 to", "--vcpus", "0");
        assertRefused("write at most that", "--working-set", "8GiB");
        assertRefused("unknown: write one of downtime-limit, xen", "--stop", "xn");
        assertRefused("--latency: ", "--latency", "2");
        assertThat(run("--memory", "1GiB", "--dirty", "1MiB/s", "--link", "0Gbit"))
                .isEqualTo(Godwit.INVALID);
        assertThat(err.toString()).contains("passes nothing");
    }

    private void assertRefused(String sentence, String... more) {
        err.getBuffer().setLength(0);
        String[] arguments = new String[6 + more.length];
        System.arraycopy(new String[] {"--memory", "1GiB", "--dirty", "1MiB/s", "--link", "1Gbit"}, 0, arguments, 0, 6);
        System.arraycopy(more, 0, arguments, 6, more.length);
        assertThat(run(arguments)).isEqualTo(Godwit.INVALID);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains(sentence);
    }

    private int run(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "predict";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Godwit.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }
}

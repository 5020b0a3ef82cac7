package io.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.godwit.fleet.FleetFile;
import io.godwit.settings.SettingsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// What `deploy/` says is there: commands parse, addresses are those of the fleet's file, paths exist. Nothing is run.
class DeployTest {

    private static final Path HOME = Path.of(System.getProperty("godwit.home", ".."));
    private static final Path DEPLOY = HOME.resolve("deploy");
    private static final String DOOR_PORT = "7010";

    @Test
    void composeStartsEachProcessOfTheFleetsFileAsItStandsThere() throws IOException {
        FleetFile fleet = fleet();
        JsonNode services = yaml("compose.yaml").path("services");
        Map<String, List<String>> commands = new TreeMap<>();
        services.properties().forEach(service -> {
            if (service.getValue().has("command")) {
                commands.put(service.getKey(), words(service.getValue().path("command")));
            }
        });
        List<String> processes = Stream.concat(fleet.nodes().keySet().stream(), fleet.arrays().keySet().stream())
                .sorted()
                .toList();
        assertThat(commands.keySet()).containsExactlyElementsOf(processes);
        commands.forEach((service, command) -> {
            assertThat(refusal(command)).as(service).isEmpty();
            assertThat(command).containsSequence("--name", service);
            assertThat(command.getFirst()).isEqualTo(fleet.nodes().containsKey(service) ? "node" : "array");
        });
        fleet.nodes().forEach((name, node) -> {
            assertThat(node.address()).isEqualTo(name + ":25520");
            assertThat(node.pages()).isEqualTo(name + ":25521");
            assertThat(commands.get(name)).containsSequence("--door", "0.0.0.0:" + DOOR_PORT);
            assertThat(services.at("/" + name + "/healthcheck/test").toString()).contains("/" + DOOR_PORT);
        });
        assertThat(services.at("/console/environment/GODWIT_DOOR").asText().split(",", -1))
                .containsExactlyElementsOf(fleet.nodes().keySet().stream()
                        .map(name -> "http://" + name + ":" + DOOR_PORT)
                        .toList());
    }

    @Test
    void theImageIsMadeOfWhatIsThereAndExposesTheFleetsPorts() throws IOException {
        String file = Files.readString(DEPLOY.resolve("Dockerfile"));
        List<String> copied = matches("(?m)^COPY (?!--from)(.*) \\S+$", file).stream()
                .flatMap(match -> Arrays.stream(match.group(1).split(" ", -1)))
                .toList();
        assertThat(copied).hasSizeGreaterThan(4).allMatch(name -> Files.exists(HOME.resolve(name)));
        assertThat(file).contains("EXPOSE 25520 25521 " + DOOR_PORT);
        JsonNode compose = yaml("compose.yaml");
        assertThat(DEPLOY.resolve(compose.at("/x-process/build/context").asText())
                        .resolve(compose.at("/x-process/build/dockerfile").asText()))
                .isRegularFile();
        assertThat(DEPLOY.resolve(compose.at("/configs/fleet/file").asText())).isRegularFile();
    }

    @Test
    void unitsStartCommandsThatParse() throws IOException {
        for (String unit : List.of("godwit-node.service", "godwit-array.service")) {
            String text = Files.readString(DEPLOY.resolve(unit)).replace("\\\n", " ");
            List<MatchResult> starts = matches("(?m)^ExecStart=/opt/godwit/godwit (.*)$", text);
            assertThat(starts).as(unit).hasSize(1);
            String command = starts.getFirst()
                    .group(1)
                    .replace("${DOOR}", "127.0.0.1:7010")
                    .replace(" $TOKEN", "");
            assertThat(refusal(List.of(command.split(" +", -1)))).as(unit).isEmpty();
            assertThat(matches("\\$\\{?(NAME|BIND|DOOR|TOKEN)\\b", text))
                    .as("each variable of %s is explained", unit)
                    .allMatch(variable -> text.contains("#   " + variable.group(1) + "="));
        }
    }

    @Test
    void commandsOfTheReadmeParse() throws IOException {
        List<String> commands = new ArrayList<>();
        String readme = Files.readString(DEPLOY.resolve("README.md")).replace("\\\n", " ");
        for (MatchResult block : matches("(?s)```sh\n(.*?)```", readme)) {
            matches("(?m)^\\s*\\./godwit ([^#|&>\n]*)", block.group(1)).forEach(it -> commands.add(it.group(1)));
        }
        System.out.println("Looked at " + commands.size() + " commands of deploy/README.md");
        assertThat(commands).hasSizeGreaterThan(8);
        assertThat(commands).allSatisfy(command -> assertThat(
                        refusal(List.of(command.strip().split(" +", -1))))
                .isEmpty());
    }

    @Test
    void aCommandThatDoesNotParseIsFound() {
        assertThat(refusal(List.of("node", "--fleets", "f", "--name", "h1", "--data", "d")))
                .isNotEmpty();
        assertThat(refusal(List.of("nodes"))).isNotEmpty();
    }

    private static String refusal(List<String> command) {
        try {
            CommandLine parser = Godwit.commandLine();
            parser.parseArgs(command.toArray(String[]::new));
            return "";
        } catch (ParameterException mistake) {
            return mistake.getMessage();
        }
    }

    private static FleetFile fleet() {
        return switch (FleetFile.FILES.read(DEPLOY.resolve("fleet.yaml"))) {
            case SettingsFile.Read<FleetFile>(var fleet) -> fleet;
            case SettingsFile.Unusable<FleetFile>(var why) -> throw new AssertionError(why);
        };
    }

    /// With YAML's merge keys resolved, which Jackson leaves as they are.
    private static JsonNode yaml(String name) throws IOException {
        Object plain = new Yaml().load(Files.readString(DEPLOY.resolve(name)));
        return new YAMLMapper().valueToTree(plain);
    }

    private static List<String> words(JsonNode list) {
        List<String> words = new ArrayList<>();
        list.forEach(word -> words.add(word.asText()));
        return words;
    }

    private static List<MatchResult> matches(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().toList();
    }
}

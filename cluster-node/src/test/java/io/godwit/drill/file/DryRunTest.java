package io.godwit.drill.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.godwit.drill.plan.DryRun;
import io.godwit.drill.plan.DryRunJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DryRunTest {

    @Test
    void showsAPersonWhatStandsWhatIsDoneAndWhatMustComeOut() throws IOException {
        try (var golden = DryRunTest.class.getResourceAsStream("dry-run.txt")) {
            assertThat(DryRun.render(Fixture.resolve(Fixture.VALID)))
                    .isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void tellsAProgramWhatIsStillToBeChosen() throws IOException {
        JsonNode json = new JsonMapper().readTree(DryRunJson.render(Fixture.resolve(Fixture.VALID)));

        assertThat(json.at("/timeline/0/means/0/of/0").asText()).isEqualTo("db-1");
        assertThat(json.at("/timeline/4/target").asText()).isEqualTo("any host in site b");
        assertThat(json.at("/timeline/3/means/0/settled").asBoolean()).isFalse();
        assertThat(json.at("/timeline/3/means/0/of")).hasSize(4);
        assertThat(json.at("/vms")).hasSize(6);
        assertThat(json.at("/vms/2/workload/trace").asText()).startsWith("somewhere/t");
        assertThat(json.at("/topology/links/a-b/latency").asText()).isEqualTo("5ms");
        assertThat(json.at("/expect/objectives/db/0/rto").asText()).isEqualTo("p95 10s");
    }
}

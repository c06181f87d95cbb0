package dev.platte.db.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.platte.db.verb.RefusedException;
import dev.platte.policy.health.HaltRule;
import dev.platte.policy.limit.Limits;
import dev.platte.policy.ramp.Share;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class PoliciesTest {

    private static final String WHOLE =
            """
            {"ramp":{"first":0.5,"frames":[{"to":12.5,"over":"PT1H"},{"to":100,"over":"PT24H"}]},
             "limits":{"atOnce":50,"perPeriod":500,"period":"PT1H"},
             "windows":{"zone":"Europe/Berlin",
                "weekly":[{"days":["MONDAY","FRIDAY"],"from":"22:00","to":"04:00"}],
                "closed":[{"first":"2026-12-20","last":"2027-01-03","why":"holidays"}]},
             "canaries":{"hosts":2,"soak":"PT2H","machines":["a","b","c"]},
             "halt":{"allowed":2.5,"minimumSample":20,"confidence":0.99},
             "forcedPassesRamp":true,"offersDowngrade":true,
             "promotion":{"to":"stable","soak":"PT168H","minUpdated":100,"allowed":2,"confidence":0.95,"approvals":2},
             "leases":{"progress":"PT3H","reboot":"PT720H"},"retireAfter":"PT2160H"}
            """;

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    @Test
    void documentAndPolicySayTheSame() {
        GroupPolicy policy = Policies.parse(json(WHOLE));
        assertThat(policy.ramp().first()).isEqualTo(new Share(5_000));
        assertThat(policy.limits()).isEqualTo(new Limits(50, 500, Duration.ofHours(1)));
        assertThat(policy.halt().allowed()).isEqualTo(0.025);
        assertThat(policy.canaries().machines()).containsExactlyInAnyOrder("a", "b", "c");
        // As text: a number is written the same, whatever type it was read as.
        assertThat(Policies.document(policy)).hasToString(json(WHOLE).toString());
        assertThat(Policies.parse(Policies.document(GroupPolicy.USUAL)))
                .isEqualTo(GroupPolicy.USUAL);
    }

    @Test
    void absentPartsAreAsUsual() {
        assertThat(Policies.parse(json("{}"))).isEqualTo(GroupPolicy.USUAL);
        assertThat(Policies.parse(json("{\"halt\":{\"allowed\":1}}")).halt().minimumSample())
                .isEqualTo(HaltRule.USUAL.minimumSample());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"rampp":{}}                                       | policy has no field rampp
                    {"ramp":{"frames":[{"to":120,"over":"PT1H"}]}}     | policy.ramp.frames[0].to is 120; give a percentage, 0 to 100
                    {"ramp":{"frames":[{"to":50}]}}                    | policy.ramp.frames[0].over is missing
                    {"ramp":{"first":50,"frames":[{"to":10,"over":"PT1H"}]}} | policy.ramp: a ramp never falls
                    {"limits":{"atOnce":-1}}                           | policy.limits.atOnce is -1; give a whole number, 0 or more
                    {"limits":{"period":"1 hour"}}                     | policy.limits.period is "1 hour"; give a duration
                    {"limits":{"period":"PT0.5S"}}                     | policy.limits.period is "PT0.5S"; give a duration in whole seconds
                    {"windows":{"zone":"Mars/Base"}}                   | policy.windows.zone is "Mars/Base"; give a time zone
                    {"windows":{"weekly":[{"days":[],"from":"01:00","to":"02:00"}]}} | policy.windows.weekly[0]: a weekly window opens on at least one day
                    {"windows":{"weekly":[{"days":["FRYDAY"],"from":"01:00","to":"02:00"}]}} | policy.windows.weekly[0].days[0] is "FRYDAY"
                    {"windows":{"closed":[{"first":"2026-02-30","last":"2026-03-01"}]}} | policy.windows.closed[0].first is "2026-02-30"
                    {"canaries":{"hosts":2,"machines":["a"]}}          | policy.canaries: 2 canaries must update first, but 1 are named
                    {"halt":{"confidence":1}}                          | policy.halt.confidence is 1; give a number, 0.5 to 0.9999
                    {"halt":{"minimumSample":0}}                       | policy.halt.minimumSample is 0
                    {"forcedPassesRamp":"yes"}                         | policy.forcedPassesRamp is "yes"; give true or false
                    {"leases":{"progress":"PT1S"}}                     | policy.leases.progress is "PT1S"
                    []                                                 | policy is []
                    """)
    void badValueIsRefusedByItsName(String document, String message) {
        assertThatThrownBy(() -> Policies.parse(json(document)))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("policy-invalid"))
                .hasMessageContaining(message);
    }
}

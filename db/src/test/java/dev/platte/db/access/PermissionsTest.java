package dev.platte.db.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.platte.db.verb.RefusedException;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PermissionsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "app:com.example.os | app:com.example.os",
                "app:Com.Example.OS | app:com.example.os",
                "app:{E96281A6-D1AF-4BDE-9A0A-97B76E56DC57}:channel"
                        + " | app:e96281a6-d1af-4bde-9a0a-97b76e56dc57:channel",
                "app:a:package,channel | app:a:package,channel",
                "app:a:channel,package,channel | app:a:package,channel",
                "app:*:read | app:*:read",
                "app:* | app:*",
                "app:a%3ab%2Cc%25:host | app:a%3ab%2cc%25:host"
            })
    void scopesHaveOneWriting(String text, String canonical) {
        assertThat(Scope.parse(text)).hasToString(canonical);
        assertThat(Scope.parse(canonical)).isEqualTo(Scope.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "app",
                "app:",
                "app::read",
                "app:a:",
                "app:a:chanel",
                "app:a:read,",
                "app:a:READ",
                "app:a:read:write",
                "group:a",
                "app:100%",
                "app:a,b"
            })
    void whatIsNoScopeIsRefused(String text) {
        assertThatThrownBy(() -> Scope.parse(text))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.code()).isEqualTo("scope-invalid"))
                .hasMessageContaining("\"" + text + "\"");
    }

    @Property
    void everyScopeIsReadAsItWasWritten(@ForAll("keys") String key, @ForAll Set<VerbGroup> groups) {
        if (groups.isEmpty()) {
            return;
        }
        Scope scope = new Scope(key, groups);
        assertThat(Scope.parse(scope.toString())).isEqualTo(scope);
    }

    @Provide
    Arbitrary<String> keys() {
        return Arbitraries.strings()
                .withChars("abz09.:,%-_")
                .ofMinLength(1)
                .ofMaxLength(40)
                .filter(key -> !key.equals("*"));
    }

    @ParameterizedTest
    @CsvSource({
        // scope, group, application, allowed
        "app:a, CHANNEL, a, true",
        "app:a, CHANNEL, b, false",
        "app:a, READ, , false",
        "app:a:channel, READ, a, true",
        "app:a:channel, PACKAGE, a, false",
        "app:*:channel, CHANNEL, b, true",
        "app:*:channel, USER, , false",
        "app:*:channel, READ, , true",
        "app:*, USER, , true"
    })
    void scopesLimitTokens(String scope, VerbGroup group, String application, boolean allowed) {
        Permissions token =
                new Permissions(
                        Role.ADMIN,
                        List.of(Grant.everywhere(Role.ADMIN)),
                        List.of(Scope.parse(scope)));
        Need need = new Need(Role.VIEWER, group, application);
        assertThat(token.allows(need)).isEqualTo(allowed);
        if (!allowed) {
            assertThatThrownBy(() -> token.require(need))
                    .hasMessageContaining(
                            "app:"
                                    + (application == null ? "*" : application)
                                    + ":"
                                    + group.word());
        }
    }

    @Test
    void rolesCountOnlyForTheirApplication() {
        Permissions anna =
                new Permissions(
                        Role.ADMIN,
                        List.of(Grant.everywhere(Role.VIEWER), new Grant(Role.OPERATOR, "a")),
                        List.of());
        assertThat(anna.allows(new Need(Role.OPERATOR, VerbGroup.CHANNEL, "a"))).isTrue();
        assertThat(anna.allows(new Need(Role.OPERATOR, VerbGroup.CHANNEL, "b"))).isFalse();
        assertThat(anna.allows(new Need(Role.OPERATOR, VerbGroup.WEBHOOK, null))).isFalse();
        assertThat(anna.sees("b")).isTrue();
        assertThatThrownBy(() -> anna.require(new Need(Role.APPROVER, VerbGroup.APPROVAL, "a")))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> {
                            assertThat(e.kind()).isEqualTo(RefusedException.Kind.FORBIDDEN);
                            assertThat(e.code()).isEqualTo("role-too-low");
                        })
                .hasMessageContaining("role approver for the application a");
    }

    @Test
    void aTokenCannotDoMoreThanItsOwner() {
        Need change = new Need(Role.OPERATOR, VerbGroup.CHANNEL, "a");
        assertThat(
                        new Permissions(
                                        Role.ADMIN,
                                        List.of(Grant.everywhere(Role.VIEWER)),
                                        List.of())
                                .allows(change))
                .isFalse();
        assertThat(
                        new Permissions(
                                        Role.VIEWER,
                                        List.of(Grant.everywhere(Role.ADMIN)),
                                        List.of())
                                .allows(change))
                .isFalse();
    }
}

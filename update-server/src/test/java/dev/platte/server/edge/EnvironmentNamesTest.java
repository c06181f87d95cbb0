package dev.platte.server.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

class EnvironmentNamesTest {

    private final EnvironmentNames names =
            new EnvironmentNames(
                    Map.of(
                            ConfigurationPropertyName.of("platte.data"),
                            false,
                            ConfigurationPropertyName.of("platte.public-url"),
                            false,
                            ConfigurationPropertyName.of("platte.trusted-proxies"),
                            true,
                            ConfigurationPropertyName.of("platte.oidc.roles"),
                            true));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PLATTE_DATA",
                "PLATTE_PUBLICURL",
                "PLATTE_PUBLIC_URL",
                "platte_public_url",
                "PLATTE_TRUSTEDPROXIES_0",
                "PLATTE_OIDC_ROLES_OPS",
                "PLATTE_TOKEN_FILE",
                "PLATTE_SERVICE_HOST",
                "PLATTE_SERVICE_PORT_HTTP",
                "PLATTE_PORT",
                "PLATTE_PORT_8080_TCP",
                "PLATTE_DB_PORT_5432_TCP_ADDR",
                "HOME",
                "PLATTENBAU"
            })
    void settingsAndWhatOthersKeepThereAreTaken(String name) {
        assertThatCode(() -> names.check(List.of(name))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "PLATTE_PUBLIC_ULR, PLATTE_PUBLIC_URL",
        "PLATTE_PUBLICULR, PLATTE_PUBLICURL",
        "PLATTE_TRUSTED_PROXYS, PLATTE_TRUSTED_PROXIES",
        "PLATTE_DATA_DIR, PLATTE_DATA",
        "Platte_Dta, PLATTE_DATA"
    })
    void aMisspeltSettingIsRefusedAndTheNearestOneNamed(String name, String meant) {
        assertThatThrownBy(() -> names.check(List.of("HOME", name)))
                .isInstanceOfSatisfying(
                        SettingException.class,
                        refused -> {
                            assertThat(refused).hasMessageContaining(name);
                            assertThat(refused.advice()).startsWith("Is it " + meant + "?");
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLATTE_SOMETHING_ELSE_ALTOGETHER"})
    void whatIsLikeNothingIsRefusedWithoutAGuess(String name) {
        assertThatThrownBy(() -> names.check(List.of(name)))
                .isInstanceOfSatisfying(
                        SettingException.class,
                        refused -> assertThat(refused.advice()).startsWith("Correct or unset"));
    }
}

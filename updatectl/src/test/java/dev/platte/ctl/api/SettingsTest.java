package dev.platte.ctl.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    @TempDir Path home;

    @Test
    void theOptionWinsOverTheEnvironmentAndThatOverTheFile() throws Exception {
        config("PLATTE_URL=https://file.example/\n# a word\n\nPLATTE_APP = Our OS\n", "rw-r--r--");
        assertThat(settings(Map.of()).url(Optional.empty()))
                .isEqualTo(URI.create("https://file.example"));
        assertThat(settings(Map.of()).get(Settings.APP)).contains("Our OS");
        Settings both = settings(Map.of("PLATTE_URL", "https://env.example"));
        assertThat(both.url(Optional.empty())).isEqualTo(URI.create("https://env.example"));
        assertThat(both.url(Optional.of("http://127.0.0.1:8000/")))
                .isEqualTo(URI.create("http://127.0.0.1:8000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLATTE_PROFLIE", "PLATTE_TOKENFILE", "PLATTE_URI", "PLATTE_APPS"})
    void aMisspeltVariableIsToldBeforeItLeadsToAnotherServer(String name) {
        assertThatThrownBy(() -> settings(Map.of(name, "x")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the environment has " + name + ": is it PLATTE_");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PLATTE_DATA",
                "PLATTE_PUBLICURL",
                "PLATTE_SERVICE_HOST",
                "PLATTE_PORT",
                "PLATTE_ROOT",
                "PLATTE_VERSION",
                "PLATTE_CLASS_PATH",
                "PLATTE_DB_PASSWORD"
            })
    void variablesOfOthersAreLeftAlone(String name) throws Exception {
        assertThat(settings(Map.of(name, "x")).get(Settings.URL)).isEmpty();
    }

    @Test
    void aTokenComesFromAFileForItsOwnerAlone() throws Exception {
        Path file = write("token", "abc123\n", "rw-r-----");
        assertThatThrownBy(() -> settings(Map.of()).token(Optional.of(file)))
                .hasMessageContaining("chmod 600")
                .hasMessageNotContaining("abc123");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(settings(Map.of()).token(Optional.of(file))).isEqualTo("abc123");
        assertThat(settings(Map.of("PLATTE_TOKEN_FILE", file.toString())).token(Optional.empty()))
                .isEqualTo("abc123");
    }

    @Test
    void theEnvironmentsTokenReplacesTheFilesTokenFile() throws Exception {
        config("PLATTE_TOKEN_FILE=gone\n", "rw-------");
        assertThat(settings(Map.of("PLATTE_TOKEN", "env1")).token(Optional.empty()))
                .isEqualTo("env1");
    }

    @Test
    void aTokenFileIsFoundBesideTheConfiguration() throws Exception {
        config("PLATTE_TOKEN_FILE=token\n", "rw-r--r--");
        write(".config/platte/token", "beside", "rw-------");
        assertThat(settings(Map.of()).token(Optional.empty())).isEqualTo("beside");
    }

    @Test
    void aConfigurationWithATokenIsForItsOwnerAlone() throws Exception {
        config("PLATTE_TOKEN=abc123\n", "rw-r--r--");
        assertThatThrownBy(() -> settings(Map.of()))
                .hasMessageContaining("chmod 600")
                .hasMessageNotContaining("abc123");
    }

    @Test
    void aLineThatNobodyKnowsIsNamedWithoutItsText() throws Exception {
        config("PLATTE_URL=https://a.example\nPLATTE_TOKN=abc123\n", "rw-------");
        assertThatThrownBy(() -> settings(Map.of()))
                .hasMessageContaining("updatectl.conf, line 2")
                .hasMessageNotContaining("abc123");
    }

    @ParameterizedTest
    @ValueSource(strings = {"updates.example.com", "ftp://a", "https://", "https://u:pw@a/", "a b"})
    void whatIsNoAddressIsRefused(String url) {
        assertThatThrownBy(() -> settings(Map.of()).url(Optional.of(url)))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("https://updates.example.com")
                .hasMessageNotContaining("pw");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "line\nline", "ümlaut"})
    void whatIsNoTokenIsRefusedWithoutShowingIt(String text) throws Exception {
        Path file = write("token", text, "rw-------");
        assertThatThrownBy(() -> settings(Map.of()).token(Optional.of(file)))
                .hasMessage(file + " holds no token: one line of letters and digits");
    }

    @Test
    void withoutAnythingItSaysWhatToSay() throws Exception {
        assertThatThrownBy(() -> settings(Map.of()).url(Optional.empty()))
                .hasMessageContaining("--url");
        assertThatThrownBy(() -> settings(Map.of()).token(Optional.empty()))
                .hasMessageContaining("--token-file");
    }

    @Test
    void aProfileHoldsWhatBelongsTogether() throws Exception {
        config(
                """
                PLATTE_APP=Our OS
                PLATTE_URL=https://production.example
                PLATTE_TOKEN_FILE=production.token

                [staging]
                PLATTE_URL=https://staging.example
                PLATTE_TOKEN_FILE=staging.token
                PLATTE_CA_FILE=staging.pem
                """,
                "rw-r--r--");
        assertThat(settings(Map.of()).get(Settings.URL)).contains("https://production.example");
        Settings staging = settings(Map.of("PLATTE_URL", "https://env.example"), "staging");
        assertThat(staging.get(Settings.URL)).contains("https://staging.example");
        assertThat(staging.get(Settings.APP)).contains("Our OS");
        assertThat(staging.get(Settings.TOKEN_FILE))
                .contains(home.resolve(".config/platte/staging.token").toString());
        assertThat(staging.get(Settings.CA_FILE))
                .contains(home.resolve(".config/platte/staging.pem").toString());
        assertThat(settings(Map.of("PLATTE_PROFILE", "staging")).get(Settings.URL))
                .contains("https://staging.example");
        assertThatThrownBy(() -> settings(Map.of(), "stagin"))
                .hasMessageContaining("no profile stagin; it has staging");
    }

    @Test
    void whatTheEnvironmentSaysWinsOverTheProfileThatItNames() throws Exception {
        config("[a]\nPLATTE_URL=https://a.example\nPLATTE_TOKEN_FILE=t\n", "rw-r--r--");
        Settings settings =
                settings(
                        Map.of(
                                "PLATTE_PROFILE", "a",
                                "PLATTE_URL", "https://env.example",
                                "PLATTE_TOKEN", "env1"));
        assertThat(settings.get(Settings.URL)).contains("https://env.example");
        assertThat(settings.token(Optional.empty())).isEqualTo("env1");
    }

    @Test
    void aTokenInAProfileIsForItsOwnerAlone() throws Exception {
        config("[a]\nPLATTE_TOKEN=abc123\n", "rw-r--r--");
        assertThatThrownBy(() -> settings(Map.of()))
                .hasMessageContaining("chmod 600")
                .hasMessageNotContaining("abc123");
    }

    private Settings settings(Map<String, String> more, String... profile) throws IOException {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("HOME", home.toString());
        return new Settings(environment, Stream.of(profile).findFirst());
    }

    private void config(String text, String permissions) throws IOException {
        write(".config/platte/updatectl.conf", text, permissions);
    }

    private Path write(String name, String text, String permissions) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        return file;
    }
}

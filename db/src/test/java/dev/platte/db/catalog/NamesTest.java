package dev.platte.db.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.platte.db.verb.RefusedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"update.crau", "1.2.3+4_a-b.gz", "a", "0"})
    void fileNameThatEveryClientTakesIsKept(String name) {
        assertThat(Names.checkedFileName(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".crau", "a..b", "a/b", "a b", "ä", "a\0"})
    void fileNameThatCouldLeadElsewhereIsRefused(String name) {
        assertThatThrownBy(() -> Names.checkedFileName(name))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("file name");
    }

    @ParameterizedTest
    @CsvSource({"x86_64,amd64", "AMD64-usr,amd64", "aarch64,arm64", "riscv64,riscv64"})
    void architectureHasOneName(String said, String name) {
        assertThat(Names.arch(said)).isEqualTo(name);
    }
}

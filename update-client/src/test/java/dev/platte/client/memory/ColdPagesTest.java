package dev.platte.client.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.client.memory.ColdPages.Range;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColdPagesTest {
    @Test
    void onlyWhatAFileStandsForAndNobodyWritesToIsGivenBack() {
        List<String> maps =
                """
                fa000000-fa200000 rw-p 00000000 00:00 0
                800001000-80163b000 rw-p 00001000 fe:00 11 /usr/lib/platte/client/client.aot
                80163b000-802700000 r--p 0163b000 fe:00 11 /usr/lib/platte/client/client.aot
                7f36dd4e3000-7f36de56f000 r-xp 002e3000 fe:00 12 /usr/lib/platte/client/lib/server/libjvm.so
                7f36de700000-7f36de800000 r--s 00000000 fe:00 13 /usr/lib/platte/client/lib/modules
                7f36de900000-7f36dea00000 ---p 00000000 fe:00 12 /usr/lib/platte/client/lib/server/libjvm.so
                7f36df000000-7f36df200000 rwxp 00000000 00:00 0
                7fff0d5f2000-7fff0d5f4000 r-xp 00000000 00:00 0 [vdso]
                ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0 [vsyscall]
                """
                        .lines()
                        .toList();

        assertThat(ColdPages.ranges(maps))
                .containsExactly(
                        new Range(0x80163b000L, 0x10c5000),
                        new Range(0x7f36dd4e3000L, 0x108c000),
                        new Range(0x7f36de700000L, 0x100000));
    }

    @Test
    void aProcessThatGaveItBackGoesOn() {
        ColdPages.ofThisProcess().giveBack();

        assertThat(List.of("still", "here")).hasSize(2);
    }
}

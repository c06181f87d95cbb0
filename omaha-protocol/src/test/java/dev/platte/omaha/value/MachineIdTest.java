package dev.platte.omaha.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MachineIdTest {

    /** Made by systemd-id128 with zincati's application id. */
    @Test
    void zincatiShowsTheApplicationSpecificId() {
        assertThat(new MachineId("1c09ca98649c4c7abc779cd04c96812e").zincati())
                .contains(new MachineId("978a225b3d7b40e9acd7ce9b62f68444"));
        assertThat(new MachineId("{8BDE4C4D-9083-4D59-A3E8-DB2C1A0B15E2}").zincati()).isEmpty();
    }
}

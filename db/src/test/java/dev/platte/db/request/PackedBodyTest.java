package dev.platte.db.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PackedBodyTest {

    private static byte[] noise(int length) {
        byte[] noise = new byte[length];
        new Random(length).nextBytes(noise);
        return noise;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 700, 16_383, 16_384, 16_385, 65_536})
    void whatWasPackedComesBackAsFarAsItIsKept(int length) {
        byte[] body = noise(length);
        assertThat(PackedBody.unpack(PackedBody.pack(body)))
                .isEqualTo(Arrays.copyOf(body, Math.min(length, 16_384)));
    }

    @Test
    void littleIsLeftOfWhatClientsOfTheFieldSend() {
        byte[] body =
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <request protocol="3.0" version="update_engine-0.4.10" updaterversion="update_engine-0.4.10" installsource="scheduler" ismachine="1">
                    <os version="Chateau" platform="CoreOS" sp="3760.2.0_x86_64"></os>
                    <app appid="{e96281a6-d1af-4bde-9a0a-97b76e56dc57}" version="3760.2.0" track="stable" bootid="{794e09d3-2587-45ed-8209-ee3b888b3126}" oem="" oemversion="" alephversion="1.0.0" machineid="abce671d61774703ac7be60715220bfe" machinealias="" lang="en-US" board="amd64-usr" hardware_class="" delta_okay="false" >
                        <ping active="1"></ping>
                        <updatecheck></updatecheck>
                        <event eventtype="3" eventresult="2" previousversion=""></event>
                    </app>
                </request>
                """
                        .getBytes(StandardCharsets.UTF_8);
        assertThat(PackedBody.pack(body)).hasSizeLessThan(body.length / 4);
    }

    @Test
    void rowThatIsDamagedSaysSo() {
        byte[] packed = PackedBody.pack(noise(700));
        assertThatThrownBy(() -> PackedBody.unpack(Arrays.copyOf(packed, packed.length / 2)))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> PackedBody.unpack(new byte[] {1, 2, 3}))
                .isInstanceOf(IllegalStateException.class);
    }
}

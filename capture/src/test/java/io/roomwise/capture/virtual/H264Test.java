package io.roomwise.capture.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class H264Test {
    @Test
    void startCodesOfThreeAndFourBytesSeparateUnits() {
        byte[] stream = {0, 0, 0, 1, 0x67, 1, 2, 0, 0, 1, 0x68, 3, 0, 0, 0, 1, 0x65, 0, 4};
        assertThat(H264.nalUnits(stream))
                .containsExactly(new byte[] {0x67, 1, 2}, new byte[] {0x68, 3}, new byte[] {0x65, 0, 4});
        assertThat(H264.isKeyFrame(H264.nalUnits(stream))).isTrue();
    }

    @Test
    void unitThatFitsIsItsOwnPayload() {
        byte[] unit = {0x41, 1, 2, 3};
        assertThat(H264.payloads(unit, 4)).containsExactly(unit);
    }

    @Test
    void fragmentsPutTheUnitTogetherAgain() {
        var unit = new byte[5000];
        new SplittableRandom(1).nextBytes(unit);
        unit[0] = 0x65;
        var payloads = H264.payloads(unit, 1400);
        var rebuilt = new ByteArrayOutputStream();
        rebuilt.write(unit[0]);
        for (var i = 0; i < payloads.size(); i++) {
            var payload = payloads.get(i);
            assertThat(payload).hasSizeLessThanOrEqualTo(1400);
            assertThat(payload[0]).isEqualTo((byte) 0x7c); // NRI of the unit, type FU-A
            assertThat(payload[1] & 31).isEqualTo(5);
            assertThat((payload[1] & 0x80) != 0).isEqualTo(i == 0);
            assertThat((payload[1] & 0x40) != 0).isEqualTo(i == payloads.size() - 1);
            rebuilt.write(payload, 2, payload.length - 2);
        }
        assertThat(rebuilt.toByteArray()).isEqualTo(unit);
    }
}

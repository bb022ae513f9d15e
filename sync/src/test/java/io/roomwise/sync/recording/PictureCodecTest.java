package io.roomwise.sync.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.Test;

class PictureCodecTest {
    private final SplittableRandom random = new SplittableRandom(1);
    private final List<byte[]> pictures = new ArrayList<>();

    @Test
    void everyPictureComesBackBitByBit() throws Exception {
        byte[] still = noise(3_000);
        byte[] moved = still.clone();
        moved[1_500] ^= 0x55;
        pictures.addAll(
                List.of(still, still, moved, noise(3_000), noise(3), noise(3_000), new byte[3_000], ramp(3_000)));
        try (PictureCodec packer = new PictureCodec();
                PictureCodec unpacker = new PictureCodec()) {
            for (byte[] picture : pictures) {
                for (int stream = 0; stream < 2; stream++) {
                    ByteBuffer packed = pack(packer, stream, picture);
                    assertThat(unpacker.unpack(stream, packed, picture.length)).isEqualTo(picture);
                }
            }
        }
    }

    @Test
    void whatDoesNotMoveCostsNextToNothing() {
        try (PictureCodec codec = new PictureCodec()) {
            byte[] still = noise(30_000);
            assertThat(pack(codec, 0, still).limit()).isGreaterThan(30_000);
            assertThat(pack(codec, 0, still).limit()).isLessThan(300);
        }
    }

    @Test
    void aSmoothPictureIsPredictedFromTheLeft() {
        try (PictureCodec codec = new PictureCodec()) {
            assertThat(pack(codec, 0, noise(30_000)).limit()).isGreaterThan(30_000);
            assertThat(pack(codec, 0, ramp(30_000)).limit()).isLessThan(300);
        }
    }

    @Test
    void refusesWhatIsNoPicture() {
        try (PictureCodec packer = new PictureCodec();
                PictureCodec unpacker = new PictureCodec()) {
            byte[] still = noise(300);
            pack(packer, 0, still);
            ByteBuffer second = pack(packer, 0, still);
            assertThatThrownBy(() -> unpacker.unpack(0, second.duplicate(), 300))
                    .isInstanceOf(DataFormatException.class)
                    .hasMessageContaining("the picture before is missing");
            assertThatThrownBy(() -> unpacker.unpack(0, second.duplicate(), 301))
                    .isInstanceOf(DataFormatException.class)
                    .hasMessageContaining("ends after 300");
        }
    }

    private static ByteBuffer pack(PictureCodec codec, int stream, byte[] picture) {
        ByteBuffer packed = ByteBuffer.allocate(PictureCodec.packedLimit(picture.length));
        codec.pack(stream, ByteBuffer.wrap(picture), packed);
        return packed.flip();
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    private static byte[] ramp(int length) {
        byte[] ramp = new byte[length];
        for (int i = 0; i < length; i++) {
            ramp[i] = (byte) (i / 3);
        }
        return ramp;
    }
}

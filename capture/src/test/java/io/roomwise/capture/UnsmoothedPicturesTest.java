package io.roomwise.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.avutil.AVFrame.AV_FRAME_FLAG_KEY;

import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The filter against edges between blocks does not run where pictures are scaled to a quarter of their pixels or less. */
class UnsmoothedPicturesTest {
    private static final int WIDTH = 160;
    private static final int HEIGHT = 120;

    private static final class Pictures implements FrameSink {
        private final List<byte[]> all = new ArrayList<>();

        @Override
        public boolean offerPicture(StreamId stream, FrameTime time, Picture picture) {
            all.add(bytes(picture.rgb()));
            return true;
        }

        @Override
        public boolean offerSound(StreamId stream, FrameTime time, ShortBuffer samples) {
            return true;
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        var bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static StreamConfig film(String name, PictureLimit limit) {
        var path = Objects.requireNonNull(UnsmoothedPicturesTest.class.getResource("/" + name))
                .getPath();
        var config = Streams.hurried(RtspTransport.TCP, HardwareDecoding.NONE, limit);
        return new StreamConfig(new StreamUrl("file:" + path), Streams.VIDEO, Playback.FAST, 0, 0, config);
    }

    private static List<byte[]> delivered(String name, PictureLimit limit) throws StreamException {
        var pictures = new Pictures();
        var clocks = Clocks.system();
        try (var deadline = new Deadline(clocks.nanoTime())) {
            var counters = new StreamCounters();
            var delivery = new Delivery(Streams.id(0), pictures, counters, clocks, deadline, true);
            try (var session = new StreamSession(
                    film(name, limit),
                    HardwareDecoding.NONE,
                    new FilePlayback(clocks),
                    counters,
                    delivery,
                    clocks,
                    deadline)) {
                while (session.step()) {}
            }
        }
        return pictures.all;
    }

    private record Exact(ByteBuffer rgb, boolean isKey) {}

    /** What the codec's standard says, scaled in the same way. */
    private static List<Exact> exact(String name, PictureLimit limit) throws StreamException {
        var clocks = Clocks.system();
        List<Exact> pictures = new ArrayList<>();
        try (var deadline = new Deadline(clocks.nanoTime());
                var scaler = new PictureScaler(limit);
                var input = NativeInput.open(film(name, limit), deadline, clocks)) {
            var stream = input.select(MediaRole.VIDEO).orElseThrow();
            try (var decoder = NativeDecoder.open(stream, HardwareDecoding.NONE)) {
                var packet = input.read(Streams.hurried(RtspTransport.TCP).readTimeout());
                while (packet != null) {
                    decoder.send(packet, null);
                    input.release();
                    receive(decoder, scaler, pictures);
                    packet = input.read(Streams.hurried(RtspTransport.TCP).readTimeout());
                }
                decoder.sendEnd();
                receive(decoder, scaler, pictures);
            }
        }
        return pictures;
    }

    private static void receive(NativeDecoder decoder, PictureScaler scaler, List<Exact> pictures) {
        for (var frame = decoder.receive(); frame != null; frame = decoder.receive()) {
            var isKey = (frame.flags() & AV_FRAME_FLAG_KEY) != 0;
            pictures.add(new Exact(ByteBuffer.wrap(bytes(scaler.scale(frame).rgb())), isKey));
        }
    }

    /** Peak signal-to-noise ratio in decibels. */
    private static double psnr(byte[] one, byte[] other) {
        assertThat(one).hasSameSizeAs(other);
        var sum = 0L;
        for (var i = 0; i < one.length; i++) {
            var difference = (one[i] & 0xff) - (other[i] & 0xff);
            sum += (long) difference * difference;
        }
        return sum == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(255.0 * 255 * one.length / sum);
    }

    @ParameterizedTest
    @CsvSource({"no-b-frames.mp4", "b-pyramid.mp4", "b-frames-hevc.mp4"})
    void scaledPicturesHardlyDiffer(String film) throws StreamException {
        var limit = new PictureLimit(WIDTH / 2, HEIGHT / 2);
        var delivered = delivered(film, limit);
        var exact = exact(film, limit);
        assertThat(delivered).hasSameSizeAs(exact);
        var different = 0;
        for (var i = 0; i < exact.size(); i++) {
            var psnr = psnr(delivered.get(i), exact.get(i).rgb().array());
            assertThat(psnr).as("picture %s", i).isGreaterThan(40);
            different += Double.isInfinite(psnr) ? 0 : 1;
        }
        assertThat(different).as("without the filter").isGreaterThan(exact.size() / 2);
    }

    @ParameterizedTest
    @CsvSource({"no-b-frames.mp4", "b-pyramid.mp4"})
    void keyFramesAreExact(String film) throws StreamException {
        var limit = new PictureLimit(WIDTH / 2, HEIGHT / 2);
        var delivered = delivered(film, limit);
        var exact = exact(film, limit);
        var keys = IntStream.range(0, exact.size())
                .filter(i -> exact.get(i).isKey())
                .boxed()
                .toList();
        assertThat(keys).hasSize(4);
        assertThat(keys).allSatisfy(i -> assertThat(delivered.get(i))
                .as("picture %s", i)
                .isEqualTo(exact.get(i).rgb().array()));
    }

    @ParameterizedTest
    @CsvSource({"no-b-frames.mp4", "b-frames-hevc.mp4"})
    void picturesOfMoreThanAQuarterOfThePixelsAreExact(String film) throws StreamException {
        var limit = new PictureLimit(WIDTH / 2 + 2, HEIGHT / 2 + 2);
        assertThat(delivered(film, limit))
                .containsExactlyElementsOf(exact(film, limit).stream()
                        .map(each -> each.rgb().array())
                        .toList());
    }
}

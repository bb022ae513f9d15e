package io.roomwise.capture.virtual;

import io.roomwise.capture.FfmpegLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameRecorder;

/** A scene as a video file: H.264, and AAC where it can be heard. */
public final class SceneFile {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double BITS_PER_PIXEL = 0.5;

    private SceneFile() {}

    /**
     * Films from a time on; the file is there when it is complete.
     *
     * @param file whose name tells the container: .mp4, .mkv
     * @param startUtcNanos time of the first picture and the first sample
     */
    public static void write(Path file, Scene scene, long startUtcNanos, int frames) throws IOException {
        Path partial = file.resolveSibling("partial-" + file.getFileName());
        try {
            record(partial, scene, startUtcNanos, frames);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (FrameRecorder.Exception e) {
            throw new IOException(file + " cannot be written: " + e.getMessage(), e);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private static void record(Path file, Scene scene, long startUtcNanos, int frames) throws FrameRecorder.Exception {
        int channels = scene.sampleRateHz() > 0 ? 1 : 0;
        try (FFmpegFrameRecorder recorder =
                        new FFmpegFrameRecorder(file.toFile(), scene.width(), scene.height(), channels);
                Frame picture = new Frame(scene.width(), scene.height(), Frame.DEPTH_UBYTE, 3)) {
            FfmpegLog.install();
            double framesPerSecond = scene.framesPerSecond();
            recorder.setVideoCodec(avcodec.AV_CODEC_ID_H264);
            recorder.setVideoBitrate((int) (scene.width() * scene.height() * framesPerSecond * BITS_PER_PIXEL));
            recorder.setAudioCodec(avcodec.AV_CODEC_ID_AAC);
            recorder.setSampleRate(scene.sampleRateHz());
            recorder.setFrameRate(framesPerSecond);
            recorder.start();
            long sample = 0;
            for (int i = 0; i < frames; i++) {
                scene.paint(
                        startUtcNanos + Math.round(i * NANOS_PER_SECOND / framesPerSecond),
                        ((ByteBuffer) picture.image[0]).clear());
                recorder.record(picture, avutil.AV_PIX_FMT_RGB24);
                long next = Math.round((i + 1) * scene.sampleRateHz() / framesPerSecond);
                if (next > sample) {
                    ShortBuffer sound = ShortBuffer.allocate((int) (next - sample));
                    scene.listen(startUtcNanos + Math.round(sample * NANOS_PER_SECOND / scene.sampleRateHz()), sound);
                    recorder.recordSamples(scene.sampleRateHz(), 1, sound.clear());
                    sample = next;
                }
            }
            recorder.stop();
        }
    }
}

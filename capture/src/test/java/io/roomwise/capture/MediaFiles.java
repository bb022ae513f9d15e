package io.roomwise.capture;

import io.roomwise.capture.virtual.Scene;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameRecorder;

/** Small files with real codecs, made by JavaCV: frame k shows the time k / fps after the epoch. */
final class MediaFiles {
    private MediaFiles() {}

    /** H.264, and AAC if the scene has sound, in the container that the file's name asks for. */
    static Path write(Path file, Scene scene, int frames) {
        var channels = scene.sampleRateHz() > 0 ? 1 : 0;
        try (var recorder = new FFmpegFrameRecorder(file.toFile(), scene.width(), scene.height(), channels);
                var picture = new Frame(scene.width(), scene.height(), Frame.DEPTH_UBYTE, 3)) {
            FfmpegLog.install();
            recorder.setVideoCodec(avcodec.AV_CODEC_ID_H264);
            recorder.setVideoBitrate(scene.width() * scene.height() * 8);
            recorder.setAudioCodec(avcodec.AV_CODEC_ID_AAC);
            recorder.setSampleRate(scene.sampleRateHz());
            recorder.setFrameRate(scene.framesPerSecond());
            recorder.start();
            var samples = (int) (scene.sampleRateHz() / scene.framesPerSecond());
            for (var i = 0; i < frames; i++) {
                var time = Math.round(i * 1e9 / scene.framesPerSecond());
                scene.paint(time, ((ByteBuffer) picture.image[0]).clear());
                recorder.record(picture, avutil.AV_PIX_FMT_RGB24);
                if (channels > 0) {
                    var sound = ShortBuffer.allocate(samples);
                    scene.listen(time, sound);
                    recorder.recordSamples(scene.sampleRateHz(), 1, sound.clear());
                }
            }
            recorder.stop();
            return file;
        } catch (FrameRecorder.Exception e) {
            throw new IllegalStateException(e);
        }
    }
}

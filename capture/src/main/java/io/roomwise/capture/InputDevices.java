package io.roomwise.capture;

import static org.bytedeco.ffmpeg.global.avdevice.avdevice_register_all;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;

import org.bytedeco.ffmpeg.avformat.AVInputFormat;

/**
 * FFmpeg's device inputs. Touched only when a microphone is configured: libavdevice needs libraries of the system (libasound2,
 * libpulse0, libxcb) that a machine without one may lack.
 */
final class InputDevices {
    private InputDevices() {}

    static AVInputFormat alsa() throws StreamException {
        try {
            avdevice_register_all();
        } catch (LinkageError e) {
            throw new StreamException(
                    "microphones need libasound2, libpulse0, libxcb1 and libxcb-shm0 on this system (" + e.getMessage()
                            + ")",
                    StreamException.Retry.LATE);
        }
        var alsa = av_find_input_format("alsa");
        if (alsa == null) {
            throw new StreamException("this FFmpeg has no ALSA input", StreamException.Retry.LATE);
        }
        return alsa;
    }
}

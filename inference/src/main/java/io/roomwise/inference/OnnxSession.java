package io.roomwise.inference;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.roomwise.inference.DetectConfig.Device;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A model file in ONNX Runtime, on the device that was asked for. */
record OnnxSession(Path file, OrtSession session, boolean onGpu) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OnnxSession.class);

    static OnnxSession open(Path file, Device device, int threads) {
        if (!Files.isRegularFile(file)) {
            throw new BundleException(file, "no such file");
        }
        boolean hasCuda = OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
        if (device == Device.CUDA && !hasCuda) {
            throw new BundleException(file, "detect.device is cuda, but this ONNX Runtime is built without CUDA");
        }
        if (device == Device.AUTO && hasCuda) {
            try {
                return open(file, threads, true);
            } catch (BundleException e) {
                LOG.warn("person detector runs on the CPU: {}", e.getMessage());
            }
        }
        return open(file, threads, device == Device.CUDA);
    }

    private static OnnxSession open(Path file, int threads, boolean onGpu) {
        try (SessionOptions options = new SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            // Threads that spin between two pictures take the cores that decoders and student need.
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            if (onGpu) {
                options.addCUDA();
            }
            OrtSession session = OrtEnvironment.getEnvironment().createSession(file.toString(), options);
            return new OnnxSession(file, session, onGpu);
        } catch (OrtException e) {
            throw new BundleException(file, "is not an ONNX model that can be run: " + reason(e), e);
        }
    }

    /** Without the prefix "Error code - ORT_FAIL - message: ". */
    static String reason(OrtException e) {
        String message = String.valueOf(e.getMessage());
        return message.substring(message.indexOf("message: ") < 0 ? 0 : message.indexOf("message: ") + 9);
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            LOG.warn("{}: {}", file, reason(e));
        }
    }
}

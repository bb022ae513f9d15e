package io.roomwise.inference.model;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A model file in ONNX Runtime. */
public record OnnxSession(Path file, OrtSession session, boolean onGpu) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OnnxSession.class);

    /**
     * @param threads cores that one run may use
     * @throws ModelFileException if it cannot be run there, with the reason
     */
    public static OnnxSession open(Path file, boolean onGpu, int threads) {
        if (!Files.isRegularFile(file)) {
            throw new ModelFileException(file, "does not exist");
        }
        try (SessionOptions options = new SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            // Threads that spin between two runs take the cores that decoders and student need.
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            if (onGpu) {
                options.addCUDA();
            }
            OrtSession session = OrtEnvironment.getEnvironment().createSession(file.toString(), options);
            return new OnnxSession(file, session, onGpu);
        } catch (OrtException e) {
            throw new ModelFileException(file, "is not an ONNX model that can be run: " + reason(e));
        }
    }

    /** Without the prefix "Error code - ORT_FAIL - message: ". */
    public static String reason(OrtException e) {
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

package io.roomwise.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import io.roomwise.capture.Picture;
import io.roomwise.inference.DetectConfig.Device;
import io.roomwise.inference.model.ModelFileException;
import io.roomwise.inference.model.OnnxSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds persons in pictures with a YOLO model of any origin. {@link #detect} is called by one thread at a time; buffers
 * are made at the first picture of a size and used again.
 */
public final class PersonDetector implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PersonDetector.class);

    private final YoloModel model;
    private final Optional<DetectorManifest> manifest;
    private final BoxDecoder decoder;
    private final int longSide;
    private final List<Plan> plans = new ArrayList<>();
    private boolean closed;

    private PersonDetector(YoloModel model, Optional<DetectorManifest> manifest, float minScore, int longSide) {
        this.model = model;
        this.manifest = manifest;
        this.longSide = longSide;
        decoder = new BoxDecoder(model.layout(), minScore);
    }

    /**
     * @param threads cores that one detection may use
     * @throws BundleException if the model cannot be used, with the reason
     */
    public static PersonDetector open(DetectConfig config, int threads) {
        Path path = config.path();
        Optional<DetectorManifest> manifest =
                Files.isDirectory(path) ? Optional.of(DetectorBundle.open(path)) : Optional.empty();
        Path file = manifest.isPresent() ? path.resolve(DetectorBundle.WEIGHTS) : path;
        Optional<DetectorLayout> layout =
                Optional.ofNullable(config.layout()).or(() -> manifest.map(DetectorManifest::layout));
        float minScore = Optional.ofNullable(config.minScore())
                .or(() -> manifest.map(DetectorManifest::minScore))
                .orElse(DetectConfig.DEFAULT_MIN_SCORE);
        int longSide = Optional.ofNullable(config.longSide())
                .or(() -> manifest.map(DetectorManifest::longSide))
                .orElse(DetectConfig.DEFAULT_LONG_SIDE);
        OnnxSession session = session(file, config.device(), threads);
        try {
            return new PersonDetector(new YoloModel(session, layout), manifest, minScore, longSide);
        } catch (BundleException e) {
            session.close();
            throw e;
        }
    }

    private static OnnxSession session(Path file, Device device, int threads) {
        boolean hasCuda = OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
        if (device == Device.CUDA && !hasCuda) {
            throw new BundleException(file, "detect.device is cuda, but this ONNX Runtime is built without CUDA");
        }
        if (device == Device.AUTO && hasCuda) {
            try {
                return OnnxSession.open(file, true, threads);
            } catch (ModelFileException e) {
                LOG.warn("person detector runs on the CPU: {}", e.getMessage());
            }
        }
        try {
            return OnnxSession.open(file, device == Device.CUDA, threads);
        } catch (ModelFileException e) {
            throw BundleException.of(file, e);
        }
    }

    /** Empty for a model file of the user's own. */
    public Optional<DetectorManifest> manifest() {
        return manifest;
    }

    public DetectorLayout layout() {
        return model.layout();
    }

    /** Whether it runs on an NVIDIA GPU. */
    public boolean onGpu() {
        return model.onGpu();
    }

    /** @param picture read during the call only */
    public PersonMask detect(Picture picture) {
        Plan plan = planFor(picture);
        plan.letterbox.fill(picture, plan.pixels);
        model.run(plan.input, plan.output);
        return decoder.decode(plan.boxes, plan.outputShape, plan.letterbox);
    }

    private Plan planFor(Picture picture) {
        for (Plan plan : plans) {
            if (plan.letterbox.takes(picture)) {
                return plan;
            }
        }
        Plan plan = new Plan(model, picture, longSide);
        plans.add(plan);
        return plan;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            plans.forEach(Plan::close);
            model.close();
        }
    }

    /** Buffers for pictures of one size. A house has as many as its cameras have sizes. */
    private static final class Plan {
        private final Letterbox letterbox;
        private final FloatBuffer pixels;
        private final OnnxTensor input;
        private final long[] outputShape;
        private final FloatBuffer boxes;
        private final OnnxTensor output;

        Plan(YoloModel model, Picture picture, int longSide) {
            double scale = (double) longSide / Math.max(picture.width(), picture.height());
            int width = model.inputWidth(roundUp(picture.width() * scale));
            int height = model.inputHeight(roundUp(picture.height() * scale));
            letterbox = new Letterbox(picture.width(), picture.height(), width, height, model.layout());
            long[] inputShape = {1, 3, height, width};
            outputShape = model.outputShape(width, height);
            pixels = buffer(inputShape);
            boxes = buffer(outputShape);
            letterbox.fillBorder(pixels);
            try {
                input = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), pixels, inputShape);
                output = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), boxes, outputShape);
            } catch (OrtException e) {
                throw new IllegalStateException("person detector: " + e.getMessage(), e);
            }
        }

        private static int roundUp(double side) {
            int stride = DetectorLayout.STRIDE;
            return Math.max(1, (int) Math.ceil(Math.round(side) / (double) stride)) * stride;
        }

        private static FloatBuffer buffer(long[] shape) {
            long size = 1;
            for (long side : shape) {
                size *= side;
            }
            return ByteBuffer.allocateDirect(Math.toIntExact(size * Float.BYTES))
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
        }

        void close() {
            input.close();
            output.close();
        }
    }
}

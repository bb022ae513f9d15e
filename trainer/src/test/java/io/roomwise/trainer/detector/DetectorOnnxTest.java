package io.roomwise.trainer.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectorOnnxTest {
    private static final int PICTURES = 2;

    @Test
    void theExportedGraphAnswersAsTheNetworkDoes(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("person-detector.onnx");
        DetectorBatch batch = noise();
        float[] outputs;
        try (DetectorNetwork network = new DetectorNetwork(3);
                NDManager scope = NDManager.newBaseManager()) {
            network.train(batch.pictures(scope)); // gives the normalisations means to be folded
            List<NDArray> scales = network.infer(new EagerOperators(false), batch.pictures(scope));
            outputs = DetectorNetwork.flatten(scales).toFloatArray();
            DetectorOnnx.export(network, file, Map.of("seed", "3"));
        }

        float[][][] found = run(file, batch);

        Anchors anchors = new Anchors();
        for (int i = 0; i < PICTURES; i++) {
            int best = 0;
            for (int a = 0; a < anchors.count; a++) {
                best = logit(outputs, anchors, i, a) > logit(outputs, anchors, i, best) ? a : best;
            }
            float[] box = new float[4];
            anchors.decode(best, outputs, (i * anchors.count + best) * DetectorNetwork.OUTPUTS + 1, box);
            float[] row = found[i][0];
            for (int j = 0; j < 4; j++) {
                assertThat(row[j]).isCloseTo(box[j], within(2e-3f));
            }
            assertThat(row[4])
                    .isCloseTo((float) (1 / (1 + Math.exp(-logit(outputs, anchors, i, best)))), within(1e-5f));
            assertThat(row[5]).isZero();
            assertThat(found[i]).hasDimensions(300, 6);
            assertThat(found[i][299][4]).isLessThanOrEqualTo(row[4]);
        }
    }

    private static float logit(float[] outputs, Anchors anchors, int picture, int anchor) {
        return outputs[(picture * anchors.count + anchor) * DetectorNetwork.OUTPUTS];
    }

    private static DetectorBatch noise() {
        DetectorBatch batch = new DetectorBatch(PICTURES);
        Random random = new Random(1);
        for (int i = 0; i < PICTURES; i++) {
            FloatBuffer picture = batch.picture(i);
            while (picture.hasRemaining()) {
                picture.put(random.nextFloat());
            }
        }
        return batch;
    }

    private static float[][][] run(Path file, DetectorBatch batch) throws Exception {
        FloatBuffer pixels = FloatBuffer.allocate(PICTURES * 3 * DetectorBatch.PLANE);
        for (int i = 0; i < PICTURES; i++) {
            pixels.put(batch.picture(i));
        }
        long[] shape = {PICTURES, 3, DetectorNetwork.HEIGHT, DetectorNetwork.WIDTH};
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(file.toString());
                OnnxTensor images = OnnxTensor.createTensor(environment, pixels.flip(), shape);
                OrtSession.Result result = session.run(Map.of("images", images))) {
            return (float[][][]) result.get("output0").orElseThrow().getValue();
        }
    }
}

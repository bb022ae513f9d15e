package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A student of ViCoKD on people's crops:
 *
 * <pre>
 *  crop ─ CropEncoder ─ maximum over the people of a view ┐
 *                       whether anybody is there ─────────┴─ [B,N,T,W+1] ─ PerceivingNetwork
 * </pre>
 *
 * Owned by one thread. Results belong to the manager of the first argument.
 */
public final class MultiViewStudent implements Student {
    private static final String ENCODER = "encoder.onnx";

    private final MultiViewStudentSpec spec;
    private final CropEncoder encoder;
    private final PerceivingNetwork network;

    private MultiViewStudent(MultiViewStudentSpec spec, Path frozen) {
        Weights weights = new Weights(0);
        this.spec = spec;
        encoder = CropEncoder.of(spec.crops(), weights, frozen);
        network = new PerceivingNetwork(spec.perception(), spec.network(), weights, null);
    }

    /** What was saved; a frozen encoder's file lies beside the weights. */
    static MultiViewStudent open(MultiViewStudentSpec spec, Path safetensors) {
        MultiViewStudent student = new MultiViewStudent(spec, safetensors.resolveSibling(ENCODER));
        try {
            student.weights().load(safetensors);
            return student;
        } catch (ModelFileException e) {
            student.close();
            throw e;
        }
    }

    /**
     * What was distilled on the features of an encoder, together with it.
     *
     * @param encoder left out where one learned with what was distilled
     * @throws IllegalArgumentException if the one was not distilled on such features as the other makes
     */
    public static MultiViewStudent of(CropEncoder encoder, PerceivingNetwork distilled) {
        MultiViewStudentSpec spec = new MultiViewStudentSpec(encoder.spec(), distilled.spec());
        if (!spec.perception().equals(distilled.perception())) {
            throw new IllegalArgumentException(distilled.perception() + " of features of " + encoder.spec());
        }
        MultiViewStudent student = new MultiViewStudent(spec, encoder.file().orElse(Path.of(ENCODER)));
        Map<String, Safetensors.Tensor> tensors =
                new LinkedHashMap<>(distilled.weights().tensors());
        encoder.tensors().forEach(tensors::putIfAbsent);
        student.weights().set(tensors);
        return student;
    }

    @Override
    public void save(Path safetensors) throws IOException {
        weights().save(safetensors);
        if (encoder.file().isPresent()) {
            Files.copy(encoder.file().get(), safetensors.resolveSibling(ENCODER), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public MultiViewStudentSpec spec() {
        return spec;
    }

    @Override
    public Weights weights() {
        return network.weights();
    }

    /** What sees features that the encoder made before. */
    public PerceivingNetwork perceiving() {
        return network;
    }

    @Override
    public CropEncoder encoder() {
        return encoder;
    }

    @Override
    public Logits serve(NDArray features, NDArray present, NDArray visible) {
        MultiViewNetwork.Result result = network.forward(
                PerceivingNetwork.pool(features, visible), Optional.empty(), new Presence(present), false);
        return new Logits(result.recognition().frames(), result.recognition().sequence());
    }

    @Override
    public boolean takesPeopleApart() {
        return false;
    }

    @Override
    public void close() {
        encoder.close();
        network.close();
    }
}

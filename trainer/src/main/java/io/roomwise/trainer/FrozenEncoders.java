package io.roomwise.trainer;

import io.roomwise.inference.model.CropEncoder;
import io.roomwise.inference.model.FrozenEncoder;
import io.roomwise.inference.model.FrozenEncoderSpec;
import io.roomwise.inference.model.ModelFileException;
import io.roomwise.inference.model.TransformerEncoder;
import io.roomwise.inference.model.TransformerEncoderSpec;
import io.roomwise.trainer.dataset.FrozenSoundEncoder;
import io.roomwise.trainer.dataset.SoundEncoder;
import io.roomwise.trainer.dataset.SpectrogramEncoder;
import io.roomwise.trainer.dataset.TransformerSoundEncoder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Pretrained encoders from files: with few labelled clips they see and hear more than what could be learned from these. A
 * {@code .safetensors} file has the weights of a Vision Transformer or an Audio Spectrogram Transformer as timm and Hugging
 * Face publish them; any other is of ONNX.
 *
 * @param pictures in place of our own encoder of people's crops
 * @param sounds in place of the one that a teacher learns
 */
public record FrozenEncoders(Optional<Pictures> pictures, Optional<FrozenSoundEncoder.Declaration> sounds) {
    public static final FrozenEncoders NONE = new FrozenEncoders(Optional.empty(), Optional.empty());

    /**
     * What is told about a file.
     *
     * @param size of the crops, where it takes any
     * @param mean of red, green and blue, 0..255; (level - mean) / deviation is what it takes
     * @param deviation of the same
     * @param output where there are several
     */
    public record Pictures(
            Path file, Optional<Integer> size, List<Double> mean, List<Double> deviation, Optional<String> output) {
        public Pictures {
            mean = List.copyOf(mean);
            deviation = List.copyOf(deviation);
        }
    }

    /** @throws ModelFileException if the file is no encoder of pictures */
    Optional<CropEncoder> openPictures() {
        return pictures.map(told -> isOnnx(told.file())
                ? FrozenEncoder.open(
                        FrozenEncoderSpec.of(told.file(), told.size(), told.mean(), told.deviation(), told.output()),
                        told.file())
                : TransformerEncoder.open(
                        TransformerEncoderSpec.of(told.file(), told.mean(), told.deviation()), told.file()));
    }

    private static boolean isOnnx(Path file) {
        return !file.toString().endsWith(".safetensors");
    }

    /** @throws ModelFileException if the file is no encoder of sound */
    SoundEncoder openSounds() {
        return sounds.<SoundEncoder>map(told ->
                        isOnnx(told.file()) ? new FrozenSoundEncoder(told) : new TransformerSoundEncoder(told.file()))
                .orElseGet(SpectrogramEncoder::new);
    }
}

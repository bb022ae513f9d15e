package io.roomwise.trainer;

import io.roomwise.inference.model.FrozenEncoder;
import io.roomwise.inference.model.FrozenEncoderSpec;
import io.roomwise.inference.model.ModelFileException;
import io.roomwise.trainer.dataset.FrozenSoundEncoder;
import io.roomwise.trainer.dataset.SoundEncoder;
import io.roomwise.trainer.dataset.SpectrogramEncoder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Pretrained encoders from ONNX files: with few labelled clips they see and hear more than what could be learned from these.
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
    Optional<FrozenEncoder> openPictures() {
        return pictures.map(told -> FrozenEncoder.open(
                FrozenEncoderSpec.of(told.file(), told.size(), told.mean(), told.deviation(), told.output()),
                told.file()));
    }

    /** @throws ModelFileException if the file is no encoder of sound */
    SoundEncoder openSounds() {
        return sounds.<SoundEncoder>map(FrozenSoundEncoder::new).orElseGet(SpectrogramEncoder::new);
    }
}

package io.roomwise.agent.config;

import io.roomwise.inference.clip.LogMel.Spectrum;
import io.roomwise.inference.model.MultiViewSpec.Kind;
import io.roomwise.trainer.DistillationChoices;
import io.roomwise.trainer.DistillationChoices.Profile;
import io.roomwise.trainer.DistillationChoices.Run;
import io.roomwise.trainer.FrozenEncoders;
import io.roomwise.trainer.dataset.FrozenSoundEncoder;
import io.roomwise.trainer.loss.Divergence;
import io.roomwise.trainer.loss.FeatureDistillation.Elements;
import io.roomwise.trainer.loss.ViewConsistency;
import io.roomwise.trainer.method.DistillationMethod;
import io.roomwise.trainer.method.DistillationSettings;
import io.roomwise.trainer.method.Supervision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code trainer.yaml}: what {@code agent trainer --distill} does.
 *
 * @param encoders that do not learn, from ONNX files
 */
public record TrainerFile(DistillationChoices choices, FrozenEncoders encoders) {
    public static final TrainerFile STANDARD = new TrainerFile(DistillationChoices.standard(), FrozenEncoders.NONE);

    private static final List<Double> HALF = List.of(127.5, 127.5, 127.5);

    /**
     * Reads and checks all of it.
     *
     * @param environment for references
     * @throws ConfigException with all problems at once
     */
    public static TrainerFile read(Path file, Map<String, String> environment) throws ConfigException {
        List<Problem> problems = new ArrayList<>();
        YamlNode.Mapping document = YamlFile.read(file, problems).orElseThrow(() -> new ConfigException(problems));
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of(""));
        Reading reading = new Reading(new Substitution(environment, new Secrets(folder, Optional.empty(), problems)));
        Section yaml = new Section(reading, document);
        Optional<DistillationChoices> choices = choices(yaml);
        Optional<FrozenEncoders> encoders = yaml.make(() -> new FrozenEncoders(
                pictures(yaml.section("picture_encoder"), folder), sounds(yaml.section("sound_encoder"), folder)));
        reading.refuseUnknownKeys();
        problems.addAll(reading.problems());
        if (problems.isEmpty() && choices.isPresent() && encoders.isPresent()) {
            return new TrainerFile(choices.get(), encoders.get());
        }
        throw new ConfigException(problems);
    }

    private static Optional<FrozenEncoders.Pictures> pictures(Section yaml, Path folder) {
        String file = yaml.text("file", "");
        Optional<Integer> size = yaml.optionalInteger("size");
        List<Double> mean = yaml.numbers("mean", HALF);
        List<Double> deviation = yaml.numbers("deviation", HALF);
        Optional<String> output = optional(yaml.text("output", ""));
        return file.isEmpty()
                ? Optional.empty()
                : yaml.make(() -> new FrozenEncoders.Pictures(folder.resolve(file), size, mean, deviation, output));
    }

    private static Optional<FrozenSoundEncoder.Declaration> sounds(Section yaml, Path folder) {
        String file = yaml.text("file", "");
        Optional<String> output = optional(yaml.text("output", ""));
        Optional<Spectrum> spectrum = yaml.make(() -> {
                    int bands = yaml.integer("bands", 64);
                    double lowest = yaml.number("lowest_hz", 125);
                    double highest = yaml.number("highest_hz", 7500);
                    double offset = yaml.number("offset", 0.001);
                    return bands == 0
                            ? Optional.<Spectrum>empty()
                            : Optional.of(Spectrum.ofMagnitudes(bands, lowest, highest, offset));
                })
                .flatMap(made -> made);
        return file.isEmpty()
                ? Optional.empty()
                : Optional.of(new FrozenSoundEncoder.Declaration(folder.resolve(file), output, spectrum));
    }

    private static Optional<String> optional(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static Optional<DistillationChoices> choices(Section yaml) {
        DistillationChoices standard = DistillationChoices.standard();
        DistillationSettings open = standard.settings();
        ViewConsistency consistency = open.consistency();
        Run run = standard.run();
        return yaml.make(() -> new DistillationChoices(
                yaml.choice("method", DistillationMethod.class, standard.method()),
                yaml.choice("teaching", DistillationMethod.class, standard.teaching()),
                yaml.choice("backbone", Kind.class, standard.backbone()),
                yaml.choice("profile", Profile.class, standard.profile()),
                new DistillationSettings(
                        yaml.choice("supervision", Supervision.class, open.supervision()),
                        yaml.number("temperature", open.temperature()),
                        yaml.choice("elements", Elements.class, open.elements()),
                        new ViewConsistency(
                                yaml.choice("divergence", Divergence.class, consistency.divergence()),
                                yaml.choice("weight", ViewConsistency.Weight.class, consistency.weight()),
                                yaml.choice("divisor", ViewConsistency.Divisor.class, consistency.divisor())),
                        yaml.flag("masked", open.masked())),
                new Run(
                        yaml.integer("epochs", run.epochs()),
                        yaml.integer("batch", run.batch()),
                        yaml.integer("accumulate", run.accumulate()),
                        yaml.integer("patience", run.patience()),
                        yaml.integer("slots", run.slots()),
                        yaml.integer("variants", run.variants()),
                        yaml.number("validation", run.validation()),
                        yaml.flag("by_folder", run.byGroup()),
                        yaml.flag("tuned", run.tuned()))));
    }
}

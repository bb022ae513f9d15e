package io.roomwise.agent.config;

import io.roomwise.inference.model.MultiViewSpec.Kind;
import io.roomwise.trainer.DistillationChoices;
import io.roomwise.trainer.DistillationChoices.Profile;
import io.roomwise.trainer.DistillationChoices.Run;
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

/** {@code trainer.yaml}: what {@code agent trainer --distill} does. */
public final class TrainerFile {
    private TrainerFile() {}

    /**
     * Reads and checks all of it.
     *
     * @param environment for references
     * @throws ConfigException with all problems at once
     */
    public static DistillationChoices read(Path file, Map<String, String> environment) throws ConfigException {
        List<Problem> problems = new ArrayList<>();
        YamlNode.Mapping document = YamlFile.read(file, problems).orElseThrow(() -> new ConfigException(problems));
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of(""));
        Reading reading = new Reading(new Substitution(environment, new Secrets(folder, Optional.empty(), problems)));
        Optional<DistillationChoices> choices = choices(new Section(reading, document));
        reading.refuseUnknownKeys();
        problems.addAll(reading.problems());
        if (problems.isEmpty() && choices.isPresent()) {
            return choices.get();
        }
        throw new ConfigException(problems);
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
                        yaml.integer("slots", run.slots()),
                        yaml.number("validation", run.validation()))));
    }
}

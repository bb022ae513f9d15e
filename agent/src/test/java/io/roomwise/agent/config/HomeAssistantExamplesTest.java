package io.roomwise.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.roomwise.agent.TinyModels;
import io.roomwise.agent.process.HomeAgent;
import io.roomwise.capture.RoomId;
import io.roomwise.inference.ActionClasses;
import io.roomwise.inference.ActionEvent;
import io.roomwise.mqtt.ActionPublisher;
import io.roomwise.sync.WindowClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** {@code config/homeassistant} refers to entities, events and attributes that are really published. */
class HomeAssistantExamplesTest {
    private static final Path EXAMPLES = Path.of("..", "config", "homeassistant");
    private static final Pattern ENTITY =
            Pattern.compile("\\b(sensor|binary_sensor|event|switch|number|select|button|update)\\.([a-z0-9_]+)\\b");
    private static final Pattern ATTRIBUTE =
            Pattern.compile("state_attr\\(\\s*'([a-z_.]+)',\\s*'([a-z_]+)'\\s*\\)", Pattern.DOTALL);
    private static final Pattern EVENT_ATTRIBUTE = Pattern.compile("trigger\\.to_state\\.attributes\\.([a-z_]+)");
    private static final Pattern EVENT_TYPE = Pattern.compile("event_type == '([a-z_]+)'");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path home;

    private final Set<String> entities = new TreeSet<>();
    private final Set<String> actionAttributes = new TreeSet<>();
    private final Set<String> eventTypes = new TreeSet<>();

    /** The home that agent.yaml shows, with a model that knows what the examples ask for. */
    @BeforeEach
    void publish() throws Exception {
        TinyModels.write(home, new ActionClasses(List.of("sit_down", "stand_up", "fall")));
        Path file = home.resolve("agent.yaml");
        Files.writeString(
                file,
                """
                homes:
                  home:
                    rooms:
                      living:
                        friendly_name: Living room
                        sensors:
                          north: {inputs: [{path: "rtsp://192.0.2.1/sub"}]}
                          south: {inputs: [{path: "rtsp://192.0.2.2/sub"}]}
                """);
        Map<String, String> environment = Map.of(
                "ROOMWISE_HOME",
                home.toString(),
                "ROOMWISE_STATE",
                home.resolve("state").toString());
        Map<String, String> published = HomeAgent.publications(ConfigFile.read(file, environment), Optional.empty());
        published.forEach((topic, payload) -> {
            if (topic.endsWith("/config")) {
                components(payload).forEach(component -> {
                    if (component.has("default_entity_id")) {
                        entities.add(component.get("default_entity_id").getAsString());
                    }
                    if (component.has("event_types")) {
                        component.getAsJsonArray("event_types").forEach(type -> eventTypes.add(type.getAsString()));
                    }
                });
            }
        });
        // what a state has before the first window, and what comes with one
        actionAttributes.addAll(Set.of("since", "active", "top", "quality", "views_used", "views_missing", "model"));
        assertThat(actionAttributes)
                .containsAll(JsonParser.parseString(published.get("roomwise/home/living/state"))
                        .getAsJsonObject()
                        .getAsJsonObject("attributes")
                        .keySet());
    }

    private static List<JsonObject> components(String payload) {
        return JsonParser.parseString(payload).getAsJsonObject().getAsJsonObject("components").asMap().values().stream()
                .map(JsonElement::getAsJsonObject)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dashboard.yaml", "fall-alarm.yaml", "light-by-action.yaml", "sensor-offline.yaml"})
    void refersToWhatIsPublished(String name) throws IOException {
        String text = Files.readString(EXAMPLES.resolve(name));
        assertThat(new Load(LoadSettings.builder().build()).loadFromString(text))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .isNotEmpty();
        List<String> named = new ArrayList<>();
        ENTITY.matcher(text).results().map(MatchResult::group).forEach(named::add);
        assertThat(named).isNotEmpty();
        assertThat(entities).containsAll(named);
        EVENT_TYPE.matcher(text).results().forEach(type -> assertThat(eventTypes)
                .contains(type.group(1)));
        EVENT_ATTRIBUTE.matcher(text).results().forEach(attribute -> assertThat(eventKeys())
                .contains(attribute.group(1)));
        Matcher attributes = ATTRIBUTE.matcher(text);
        while (attributes.find()) {
            Set<String> known = attributes.group(1).startsWith("event.") ? eventKeys() : actionAttributes;
            assertThat(known).as(attributes.group()).contains(attributes.group(2));
        }
    }

    /** Home Assistant makes an attribute of every key of an event. */
    private static Set<String> eventKeys() {
        var event = new ActionEvent(
                new RoomId("home", "living"),
                ActionEvent.Kind.STARTED,
                "fall",
                0.9f,
                0.5f,
                0,
                0,
                1,
                WindowClock.RTCP,
                List.of("north"),
                List.of(),
                List.of());
        return JsonParser.parseString(ActionPublisher.payload(event, new Random(1)))
                .getAsJsonObject()
                .keySet();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fall-alarm.yaml", "light-by-action.yaml"})
    void anEventThatIsShownAgainTriggersNothing(String name) throws IOException {
        List<Map<?, ?>> triggers = new ArrayList<>();
        collectEventTriggers(
                new Load(LoadSettings.builder().build()).loadFromString(Files.readString(EXAMPLES.resolve(name))),
                triggers);
        assertThat(triggers).isNotEmpty().allSatisfy(trigger -> {
            assertThat(trigger.get("not_from")).isEqualTo(List.of("unavailable"));
            if ("event_type".equals(trigger.get("attribute"))) {
                assertThat(eventTypes).contains(String.valueOf(trigger.get("to")));
            }
        });
    }

    /** Wherever they are: an action may wait for one, too. */
    private static void collectEventTriggers(Object yaml, List<Map<?, ?>> found) {
        if (yaml instanceof Map<?, ?> map) {
            if (map.containsKey("trigger")
                    && String.valueOf(map.get("entity_id")).startsWith("event.")) {
                found.add(map);
            }
            map.values().forEach(value -> collectEventTriggers(value, found));
        } else if (yaml instanceof List<?> list) {
            list.forEach(value -> collectEventTriggers(value, found));
        }
    }

    @Test
    void everyAutomationSaysWhatItIsFor() throws IOException {
        for (String name : List.of("fall-alarm.yaml", "light-by-action.yaml", "sensor-offline.yaml")) {
            assertThat(new Load(LoadSettings.builder().build())
                            .loadFromString(Files.readString(EXAMPLES.resolve(name))))
                    .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                    .containsKeys("alias", "description", "mode", "triggers", "conditions", "actions");
        }
    }
}

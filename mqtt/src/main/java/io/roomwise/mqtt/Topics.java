package io.roomwise.mqtt;

import io.roomwise.capture.RoomId;
import java.util.Locale;

/** Every topic string and every identifier that Home Assistant keeps for ever. */
final class Topics {
    /** Level under which the hubs live; hence no home may have this name. */
    static final String BRIDGE = "bridge";

    /** Last level of a topic that carries a command for a room. */
    static final String SET = "set";

    private static final String REQUEST = "request";

    private final String prefix;
    private final String node;
    private final String discovery;
    private final String status;

    Topics(MqttConfig config) {
        prefix = config.topicPrefix();
        node = slug(config.node());
        discovery = config.discoveryTopic();
        status = config.statusTopic();
    }

    /** A configuration key as {@code [a-z0-9_]+}; entity ids allow nothing else. */
    static String slug(String key) {
        return key.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    String hubId() {
        return "roomwise_bridge_" + node;
    }

    /** Does not contain the node: another box in its place keeps history, dashboards and automations. */
    String roomId(RoomId room) {
        return "roomwise_" + slug(room.home()) + "_" + slug(room.room());
    }

    String node() {
        return node;
    }

    /** Where Home Assistant says {@code online} and {@code offline}. */
    String homeAssistantStatus() {
        return status;
    }

    String hubDiscovery() {
        return discovery + "/device/" + hubId() + "/config";
    }

    String hubState() {
        return hub("state");
    }

    String hubInfo() {
        return hub("info");
    }

    String hubHealth() {
        return hub("health");
    }

    String hubStats() {
        return hub("stats");
    }

    String hubLogging() {
        return hub("logging");
    }

    String hubModel() {
        return hub("model");
    }

    /** @param name one of {@link CommandReader}'s */
    String request(String name) {
        return hub(REQUEST + "/" + name);
    }

    /** For a subscription. */
    String requests() {
        return hub(REQUEST + "/+");
    }

    String response(String name) {
        return hub("response/" + name);
    }

    String roomDiscovery(RoomId room) {
        return discovery + "/device/" + roomId(room) + "/config";
    }

    String roomAvailability(RoomId room) {
        return room(room, "availability");
    }

    String roomState(RoomId room) {
        return room(room, "state");
    }

    String roomEvent(RoomId room) {
        return room(room, "event");
    }

    /** @param setting one of {@link CommandReader}'s */
    String setting(RoomId room, String setting) {
        return room(room, setting + "/" + SET);
    }

    /** For a subscription. */
    String settings(RoomId room) {
        return room(room, "+/" + SET);
    }

    /** Where the value of a setting is told once it holds. */
    String settingState(RoomId room, String setting) {
        return room(room, setting + "/state");
    }

    /** Where all devices announce themselves, ours and others'; for a subscription. */
    String allDiscovery() {
        return discovery + "/device/+/config";
    }

    /** Everything that the hub itself publishes; for a subscription. */
    String allOfHub() {
        return hub("#");
    }

    private String hub(String leaf) {
        return String.join("/", prefix, BRIDGE, node, leaf);
    }

    private String room(RoomId room, String leaf) {
        return String.join("/", prefix, slug(room.home()), slug(room.room()), leaf);
    }
}

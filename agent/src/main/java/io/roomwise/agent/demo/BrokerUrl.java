package io.roomwise.agent.demo;

import io.roomwise.capture.Secret;
import io.roomwise.mqtt.MqttConfig;
import java.net.URI;
import java.net.URISyntaxException;

/** {@code mqtt://user:password@host:1883}; {@code mqtts://} is encrypted, on port 8883 unless another is given. */
final class BrokerUrl {
    private BrokerUrl() {}

    /** @throws IllegalArgumentException that never shows the password */
    static MqttConfig parse(String url, String node) {
        URI uri;
        try {
            uri = new URI(url.contains("://") ? url : "mqtt://" + url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a URL: " + e.getReason(), e);
        }
        String scheme = String.valueOf(uri.getScheme());
        boolean tls = scheme.equals("mqtts") || scheme.equals("ssl");
        if (!tls && !scheme.equals("mqtt") && !scheme.equals("tcp")) {
            throw new IllegalArgumentException("must begin with mqtt:// or mqtts://, was " + scheme + "://");
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("names no host");
        }
        int port = uri.getPort() > 0 ? uri.getPort() : tls ? 8883 : 1883;
        MqttConfig config = MqttConfig.of(node, uri.getHost(), port);
        if (uri.getUserInfo() != null) {
            String[] login = uri.getUserInfo().split(":", 2);
            config = config.withLogin(new MqttConfig.Login(login[0], new Secret(login.length > 1 ? login[1] : "")));
        }
        return tls ? config.withTls(new MqttConfig.Tls(null, null, null, false)) : config;
    }
}

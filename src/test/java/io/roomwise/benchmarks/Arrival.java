package io.roomwise.benchmarks;

import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.jspecify.annotations.Nullable;

/** Tells that a message came. */
record Arrival(Runnable task) implements MqttCallback {
    @Override
    public void messageArrived(String topic, MqttMessage message) {
        task.run();
    }

    @Override
    public void connectionLost(@Nullable Throwable cause) {
        // the figures will not come
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {
        // the subscriber sends nothing
    }
}

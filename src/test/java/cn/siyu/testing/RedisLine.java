package cn.siyu.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A word to a fleet's Redis in its own protocol, past all applications. */
public final class RedisLine {

    private static final String OK = "+OK";

    private RedisLine() {}

    /** All that it knew is gone, while it goes on. */
    public static void forgetAll(ShopFleet fleet) {
        var redis = URI.create(fleet.told("quarkus.redis.hosts"));
        var password = redis.getUserInfo().substring(1);
        try (var socket = new Socket(redis.getHost(), redis.getPort());
                var answers =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            socket.getOutputStream()
                    .write("AUTH %s\r\nFLUSHALL\r\n".formatted(password).getBytes(StandardCharsets.UTF_8));
            if (!OK.equals(answers.readLine()) || !OK.equals(answers.readLine())) {
                throw new IllegalStateException("Redis has not forgotten");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

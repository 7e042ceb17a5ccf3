package cn.siyu.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.regex.Pattern;

/** Asks the servers directly, with the settings that an application would get. */
final class Clients {

    private Clients() {}

    static void sql(Map<String, String> settings, String role, String statement) throws SQLException {
        try (var connection = connect(settings, role);
                var work = connection.createStatement()) {
            work.execute(statement);
        }
    }

    static String one(Map<String, String> settings, String role, String query) throws SQLException {
        try (var connection = connect(settings, role);
                var work = connection.createStatement();
                var rows = work.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static Connection connect(Map<String, String> settings, String role) throws SQLException {
        var password = role.equals("siyu_app") ? "quarkus.datasource.password" : "quarkus.flyway.password";
        return DriverManager.getConnection(settings.get("quarkus.datasource.jdbc.url"), role, settings.get(password));
    }

    static String redis(Map<String, String> settings, String command) throws IOException {
        var address = Pattern.compile("redis://:(.+)@127.0.0.1:(\\d+)").matcher(settings.get("quarkus.redis.hosts"));
        assertThat(address.matches()).isTrue();
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(address.group(2)));
                var in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            socket.getOutputStream()
                    .write("AUTH %s\r\n%s\r\n"
                            .formatted(address.group(1), command)
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(in.readLine()).isEqualTo("+OK");
            return in.readLine();
        }
    }
}

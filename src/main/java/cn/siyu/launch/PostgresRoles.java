package cn.siyu.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.Driver;

/** Makes roles, database and extension in a new cluster; each step may have been done before a crash. */
record PostgresRoles(DataFolder folder, Secrets secrets, int port, Path log) {

    void prepareOnce() {
        var done = folder.resolve("postgres.prepared");
        if (Files.exists(done)) {
            return;
        }
        try {
            try (var connection = connect("postgres")) {
                prepareRole(connection, EmbeddedPostgres.OWNER, secrets.get("postgres.owner"));
                prepareRole(connection, EmbeddedPostgres.APPLICATION, secrets.get("postgres.app"));
                if (!exists(
                        connection, "select 1 from pg_database where datname = '" + EmbeddedPostgres.DATABASE + "'")) {
                    execute(
                            connection,
                            "create database " + EmbeddedPostgres.DATABASE + " owner " + EmbeddedPostgres.OWNER);
                }
                execute(connection, "revoke all on database " + EmbeddedPostgres.DATABASE + " from public");
                execute(
                        connection,
                        "grant connect on database " + EmbeddedPostgres.DATABASE + " to "
                                + EmbeddedPostgres.APPLICATION);
            }
            try (var connection = connect(EmbeddedPostgres.DATABASE)) {
                execute(connection, "create extension if not exists btree_gist");
                execute(connection, "revoke all on schema public from public");
                execute(connection, "grant usage on schema public to " + EmbeddedPostgres.APPLICATION);
            }
            Files.writeString(done, "");
        } catch (SQLException | IOException e) {
            throw new LaunchRefused(
                    "could not prepare the database (%s); its log is %s".formatted(e.getMessage(), log), e);
        }
    }

    private static void prepareRole(Connection connection, String role, String password) throws SQLException {
        var verb = exists(connection, "select 1 from pg_roles where rolname = '" + role + "'") ? "alter" : "create";
        execute(
                connection,
                "%s role %s login nosuperuser nocreatedb nocreaterole password '%s'".formatted(verb, role, password));
    }

    private Connection connect(String database) throws SQLException {
        var login = new Properties();
        login.setProperty("user", EmbeddedPostgres.ADMIN);
        login.setProperty("password", secrets.get("postgres.admin"));
        var connection = new Driver().connect("jdbc:postgresql://127.0.0.1:" + port + "/" + database, login);
        if (connection == null) {
            throw new SQLException("the driver refused its own address");
        }
        return connection;
    }

    private static boolean exists(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            var _ = statement.execute(sql);
        }
    }
}

package cn.siyu.chaos;

import cn.siyu.testing.RemoteShop.Line;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What is paid while it ends, see {@link Closings}. */
interface Ending {

    Optional<Diary> place(Person person, RandomGenerator random);

    /** Whether it had ended when the money came, or would have come. */
    boolean over(Connection connection, Diary diary) throws SQLException;

    List<String> violations(JsonNode books);

    /** An ordinary order. */
    record Single(World world) implements Ending {

        @Override
        public Optional<Diary> place(Person person, RandomGenerator random) {
            return person.place(List.of(new Line(world.skus.get(random.nextInt(world.skus.size())), 1)));
        }

        @Override
        public boolean over(Connection connection, Diary diary) {
            return diary.over();
        }

        @Override
        public List<String> violations(JsonNode books) {
            return List.of();
        }
    }

    /** A place in a group that is opened or joined; if it was kept, it may have been given back later with a group that ran out. */
    record Seats(Gathering groups) implements Ending {

        @Override
        public Optional<Diary> place(Person person, RandomGenerator random) {
            return groups.step(person, random)
                    .placed()
                    .or(() -> groups.open(person, random).placed());
        }

        @Override
        public boolean over(Connection connection, Diary diary) throws SQLException {
            return Quiet.number(
                            connection,
                            "select count(*) from groupbuy_seat where state = 'RELEASED' and order_id = '%s'"
                                    .formatted(diary.order))
                    > 0;
        }

        @Override
        public List<String> violations(JsonNode books) {
            return groups.violations(books, new HashMap<>());
        }
    }
}

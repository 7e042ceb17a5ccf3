package cn.siyu.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the record is read. */
class RecordedGroupTest {

    @Test
    void a_filled_group_has_its_leader_and_all_participants() {
        var group = RecordedGroup.parse("26985\t18238\t188779\t9", true, "here");

        assertThat(group.leader()).isEqualTo("26985");
        assertThat(group.joiners()).containsExactly("188779", "9");
        assertThat(group.offer()).isEqualTo(new RecordedGroup.Offer("18238", 3));
    }

    @Test
    void a_group_that_nobody_joined_wanted_at_least_one_more() {
        assertThat(RecordedGroup.parse("15169\t98", false, "here").size()).isEqualTo(2);
    }

    @Test
    void a_line_that_is_none_is_named() {
        assertThatThrownBy(() -> RecordedGroup.parse("1\t2", true, "successful.tsv line 7"))
                .hasMessageContaining("successful.tsv line 7")
                .hasMessageContaining("2 fields");
        assertThatThrownBy(() -> RecordedGroup.parse("1\t2\t1", true, "x")).hasMessageContaining("twice");
        assertThatThrownBy(() -> RecordedGroup.parse("1\t", false, "x")).hasMessageContaining("letters and digits");
    }

    @Test
    void a_limit_keeps_the_proportion_and_the_order(@TempDir Path folder) throws IOException {
        Files.writeString(
                folder.resolve("successful.tsv"),
                IntStream.range(0, 60).mapToObj(i -> i + "\t1\t9" + i).collect(Collectors.joining("\n")));
        Files.writeString(
                folder.resolve("failed.tsv"),
                IntStream.range(0, 30).mapToObj(i -> "7" + i + "\t2").collect(Collectors.joining("\n")));

        var groups = RecordedGroup.read(folder, 9);

        assertThat(groups).hasSize(9);
        assertThat(groups.stream().filter(RecordedGroup::filled).map(RecordedGroup::leader))
                .containsExactly("0", "1", "2", "3", "4", "5");
        assertThat(groups.get(2).filled()).isFalse();
        assertThat(RecordedGroup.read(folder, 1_000)).hasSize(90);
    }
}

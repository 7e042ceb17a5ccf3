package cn.siyu.sharing.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** C15, C16 and L6 without a database. */
class SharingRulesTest {

    private final WordList words = shipped();

    @Test
    void a_token_has_14_characters_that_a_scene_may_hold_and_never_comes_twice() {
        var tokens = Stream.generate(Token::next).limit(10_000).toList();

        assertThat(tokens).doesNotHaveDuplicates().allMatch(Token::is);
        assertThat(Token.is("0123456789abc")).isFalse();
        assertThat(Token.is("0123456789abc-")).isFalse();
    }

    @Test
    void a_visitors_secret_has_128_bits_and_does_not_show_itself() {
        var visitor = Visitor.next();

        assertThat(Visitor.of(visitor.secret())).contains(visitor);
        assertThat(Visitor.of("chosen by myself")).isEmpty();
        assertThat(Visitor.of(null)).isEmpty();
        assertThat(visitor.toString()).doesNotContain(visitor.secret());
        assertThat(visitor.hash()).hasSize(64).doesNotContain(visitor.secret());
    }

    @ParameterizedTest
    @CsvSource({"全网最低价, 最", "国家级品质, 国家级", "销量第一, 第一", "顶 级面料, 顶级", "治·疗湿疹, 治疗", "疗效显著, 疗效", "最近的最好, 最"})
    void superlatives_and_medical_claims_are_found_also_when_hidden(String text, String word) {
        assertThat(words.in(text).map(WordList.Found::word)).contains(word);
    }

    @ParameterizedTest
    @ValueSource(strings = {"最近上新", "最后一天", "第一次做辅食的妈妈", "纯棉连体衣，两件装", "三人成团，每人立减"})
    void harmless_words_are_left_alone(String text) {
        assertThat(words.in(text)).isEmpty();
    }

    @Test
    void a_word_without_a_source_is_no_entry() {
        assertThatThrownBy(() -> WordList.parse(List.of("word,kind,unless,source", "最,SUPERLATIVE,,")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static WordList shipped() {
        try {
            return WordList.parse(
                    Files.readAllLines(Path.of("src", "main", "resources", "sharing", "promotion-words.csv")));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

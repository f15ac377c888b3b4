package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TerminalTest {
    @AfterEach
    void forget() {
        System.clearProperty("plumbline.terminal");
    }

    @Test
    void streams_areTheOnesTheLauncherNames() {
        System.setProperty("plumbline.terminal", ",err");

        assertThat(Terminal.showsOutput()).isFalse();
        assertThat(Terminal.showsErrors()).isTrue();
    }

    @Test
    void streams_withoutTheLauncher_areNoTerminal() {
        assertThat(Terminal.showsOutput()).isFalse();
        assertThat(Terminal.showsErrors()).isFalse();
    }
}

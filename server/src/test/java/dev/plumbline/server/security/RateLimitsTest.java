package dev.plumbline.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitsTest {
    @ParameterizedTest
    @CsvSource({
        "203.0.113.9, 203.0.113.9",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2",
        "2001:db8:1:2:ffff:4:5:6, 2001:db8:1:2",
        "0:0:0:0:0:0:0:1, 0:0:0:0",
        "::1, ::1",
        "'', ''"
    })
    void network_isTheAddressOrTheFirstHalfOfAnIpv6One(String address, String network) {
        assertThat(RateLimits.network(address)).isEqualTo(network);
        assertThat(RateLimits.network("x".repeat(1_000))).hasSize(64);
    }

    /** The oldest of very many addresses is forgotten: it begins anew. */
    @Test
    void addresses_areBounded() {
        RateLimits limits = new RateLimits(1, 1);
        assertThat(limits.failure("first")).isZero();
        assertThat(limits.failure("first")).isEqualTo(1);
        for (int i = 0; i < 10_000; i++) {
            limits.failure("address-" + i);
        }
        assertThat(limits.failure("first")).isZero();
    }
}

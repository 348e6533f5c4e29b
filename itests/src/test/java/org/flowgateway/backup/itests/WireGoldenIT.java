package org.flowgateway.backup.itests;

import static org.junit.Assert.assertEquals;

import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;

/** Pins what goes over the wire: real clients of the contract break when any of it changes. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class WireGoldenIT {

    private GatewayClient client;

    @Configuration
    public Option[] gateway() {
        return GatewayContainer.of(WireGoldenIT.class);
    }

    @Before
    public void ready() {
        client = GatewayContainer.client().awaitReady();
    }

    @Test
    public void servicesAreTheContractsAndWhatItsClientsCallBesideIt() {
        String services = "[{\"id\":\"mgmt.gateway_backup\",\"versions\":[\"1.0\",\"1.1\"]},{\"id\":\"common\",\"versions\":[\"1.0\"]},"
                + "{\"id\":\"cascade.aaa\",\"versions\":[\"1.0\"]}]";
        assertEquals(GatewayClient.parse(services), client.withAuthorization(null).json("/api/common/1.0/services"));
        assertEquals(GatewayClient.parse(services), client.withAuthorization(null).json("/api/common/1.1/services"));
    }
}

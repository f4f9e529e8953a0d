package weather.kwangle.infra;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.ec2.AllocateCidrRequest;
import software.amazon.awscdk.services.ec2.AllocatedSubnet;
import software.amazon.awscdk.services.ec2.IIpAddresses;
import software.amazon.awscdk.services.ec2.SubnetIpamOptions;
import software.amazon.awscdk.services.ec2.VpcIpamOptions;

/** The addresses of the architecture document, which CDK's own allocation, packed from the start, cannot give. */
final class AddressPlan implements IIpAddresses {
    static final String VPC = "10.0.0.0/16";
    static final String PUBLIC = "public";
    static final String PRIVATE = "private";

    /** By the name of the subnets' group, one a zone. */
    static final Map<String, List<String>> SUBNETS = Map.of(
            PUBLIC, List.of("10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"),
            PRIVATE, List.of("10.0.11.0/24", "10.0.12.0/24", "10.0.13.0/24"));

    /** Services' addresses, outside the VPC; the charts' network policies name the first, the Kubernetes API's. */
    static final String SERVICES = "172.20.0.0/16";

    @Override
    public VpcIpamOptions allocateVpcCidr() {
        return VpcIpamOptions.builder().cidrBlock(VPC).build();
    }

    @Override
    public SubnetIpamOptions allocateSubnetsCidr(AllocateCidrRequest request) {
        Map<String, Integer> taken = new HashMap<>();
        List<AllocatedSubnet> allocated = new ArrayList<>();
        for (var subnet : request.getRequestedSubnets()) {
            String group = subnet.getConfiguration().getName();
            int zone = taken.merge(group, 1, Integer::sum) - 1;
            allocated.add(AllocatedSubnet.builder()
                    .cidr(SUBNETS.getOrDefault(group, List.of()).get(zone))
                    .build());
        }
        return SubnetIpamOptions.builder().allocatedSubnets(allocated).build();
    }
}
